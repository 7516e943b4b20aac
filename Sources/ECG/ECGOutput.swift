public import Biosignals

/// What an `ECGProcessor` has found, in the order it was found. Emptied by the one who reads it.
public struct ECGOutput: Sendable {
    /// R peaks, oldest first, never revised once here. Positions are samples of the input, fraction
    /// included, from the first sample the processor ever saw.
    public var beats: [Fiducial] = []
    /// Every whole second, judged once, in order.
    public var seconds: [SecondOfSignal] = []

    public init() {}

    /// Forgets everything but keeps the memory.
    public mutating func removeAll() {
        beats.removeAll(keepingCapacity: true)
        seconds.removeAll(keepingCapacity: true)
    }
}
