/// What is to go wrong with a simulated board. A plan without anything set is a board that works.
///
/// Probabilities lie between 0 and 1. Everything that happens at random follows from the
/// simulation's seed and the number of the frame: a frame is damaged in the same way in every run.
public struct FaultPlan: Equatable, Sendable {
    /// Something that comes every `every` seconds and lasts `lasting`: at n · `every` for n ≥ 1.
    public struct Interval: Equatable, Sendable {
        public var every: Double
        public var lasting: Double

        public init(every: Double, lasting: Double) {
            self.every = every
            self.lasting = lasting
        }

        /// Whether it goes on at `seconds`.
        func contains(_ seconds: Double) -> Bool {
            seconds >= every && seconds.truncatingRemainder(dividingBy: every) < lasting
        }
    }

    /// Probability that a byte is lost.
    public var byteDrop = 0.0
    /// Probability that a bit is turned over.
    public var bitFlip = 0.0
    /// Probability for each frame that so many bytes from somewhere within it on are lost.
    public var burst = 0.0
    public var burstBytes = 0
    /// Probability for each frame that its end is sent behind the frame after it.
    public var swap = 0.0
    /// Probability for each frame that 1 to 128 bytes are missing from it.
    public var tear = 0.0
    /// How much faster than the host's the board's clock runs, parts per million.
    public var skew = 0.0
    /// The device leaves, and comes back as another terminal.
    public var unplug: Interval?
    /// The electrodes are off.
    public var leadOff: Interval?
    /// The board sends nothing, and measures on.
    public var silence: Interval?
    /// Text before the first frame, and again after each replug.
    public var hasBanner = false

    public init() {}

    var damagesBytes: Bool { byteDrop > 0 || bitFlip > 0 || burst > 0 || swap > 0 || tear > 0 }
    var clockFactor: Double { 1 + skew * 1e-6 }
}
