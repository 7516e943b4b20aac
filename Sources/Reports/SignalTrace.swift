/// The whole course of one channel, with its quality.
public struct SignalTrace: Sendable {
    /// What was judged of a stretch: seconds that were usable, and seconds that were judged.
    public struct Judged: Equatable, Sendable {
        public var usable: Int
        public var total: Int

        public init(usable: Int = 0, total: Int = 0) {
            self.usable = usable
            self.total = total
        }
    }

    /// Index into the account's channels.
    public var channel: Int
    public var hertz: Double
    public var envelope: Envelope
    /// Quality in stretches of equal length over the recording; empty where it is not judged.
    public var quality: [Judged]

    public init(channel: Int, hertz: Double, envelope: Envelope, quality: [Judged] = []) {
        self.channel = channel
        self.hertz = hertz
        self.envelope = envelope
        self.quality = quality
    }
}

/// A few seconds of one channel, sample by sample.
public struct SignalExcerpt: Sendable {
    /// Index into the account's channels.
    public var channel: Int
    /// Seconds since the recording began.
    public var seconds: Range<Double>
    public var points: [PlotPoint]
    /// Beats or pulses in it, each with its quality.
    public var beats: [(seconds: Double, quality: Double)]
    /// Why this stretch is shown.
    public var reason: String
    /// The edits that were made in it, with their numbers.
    public var edits: [(seconds: Double, id: Int, kind: String)] = []

    public init(
        channel: Int, seconds: Range<Double>, points: [PlotPoint],
        beats: [(seconds: Double, quality: Double)] = [], reason: String
    ) {
        self.channel = channel
        self.seconds = seconds
        self.points = points
        self.beats = beats
        self.reason = reason
    }
}
