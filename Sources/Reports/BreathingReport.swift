/// Breathing minute by minute, as the command `respiration` prints it.
public struct BreathingReport: Sendable {
    public struct Minute: Sendable {
        public var window: Range<Double>
        public var perMinute: Double?

        public init(window: Range<Double>, perMinute: Double?) {
            self.window = window
            self.perMinute = perMinute
        }
    }

    /// The channel it was measured by, or what it was derived from.
    public var source: String
    /// Whether the chest itself was measured.
    public var isMeasured: Bool
    public var breathCount: Int
    public var minutes: [Minute]

    public init(source: String, isMeasured: Bool, breathCount: Int, minutes: [Minute]) {
        self.source = source
        self.isMeasured = isMeasured
        self.breathCount = breathCount
        self.minutes = minutes
    }
}
