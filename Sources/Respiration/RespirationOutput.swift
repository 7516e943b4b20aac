public import Biosignals

/// What a `RespirationProcessor` has found, in the order it was found. Emptied by its reader.
public struct RespirationOutput: Sendable {
    /// Where each breath in begins (`.inhaleOnset`: the trough before the rise), oldest first, never
    /// revised. Positions are samples of the input, fraction included, from the first sample the
    /// processor ever saw. Breaths in are taken to make the signal rise.
    public var breaths: [Fiducial] = []
    /// Every whole second, judged once, in order.
    public var seconds: [SecondOfSignal] = []
    /// The rate of the last 60 s, every four seconds, in seconds since the first sample.
    public var estimates: [RespirationEstimate] = []

    public init() {}

    /// Forgets everything but keeps the memory.
    public mutating func removeAll() {
        breaths.removeAll(keepingCapacity: true)
        seconds.removeAll(keepingCapacity: true)
        estimates.removeAll(keepingCapacity: true)
    }
}
