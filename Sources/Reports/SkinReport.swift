/// What the skin's conductance came to, as the command `eda` prints it.
public struct SkinReport: Sendable {
    /// Mean level and slope of a minute at most.
    public struct Level: Sendable {
        public var start: Double
        public var end: Double
        public var microsiemens: Double
        public var slopePerMinute: Double?

        public init(start: Double, end: Double, microsiemens: Double, slopePerMinute: Double?) {
            self.start = start
            self.end = end
            self.microsiemens = microsiemens
            self.slopePerMinute = slopePerMinute
        }
    }

    public struct Response: Sendable {
        public var onset: Double
        public var peak: Double
        public var amplitude: Double
        public var rise: Double
        public var halfRecovery: Double?

        public init(
            onset: Double, peak: Double, amplitude: Double, rise: Double, halfRecovery: Double?
        ) {
            self.onset = onset
            self.peak = peak
            self.amplitude = amplitude
            self.rise = rise
            self.halfRecovery = halfRecovery
        }
    }

    public var channel: String
    /// Tonic level, a point a second, µS; breaks where it is not known.
    public var tonic: [PlotPoint] = []
    public var levels: [Level] = []
    public var responses: [Response] = []
    /// Share of the recording's seconds that were usable, 0…1.
    public var usable: Double
    public var usableSeconds: Int
    /// Why there is neither level nor response.
    public var absent: String?

    public init(channel: String, usable: Double, usableSeconds: Int) {
        self.channel = channel
        self.usable = usable
        self.usableSeconds = usableSeconds
    }
}
