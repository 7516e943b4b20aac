public import Biosignals

/// What a `PPGProcessor` has found, in the order it was found. Emptied by the one who reads it.
public struct PPGOutput: Sendable {
    /// Systolic peaks, oldest first, never revised. Positions are samples of the input, fraction
    /// included, from the first sample the processor ever saw.
    public var pulses: [Fiducial] = []
    /// The foot before each pulse; `feet[i]` belongs to `pulses[i]`. A pulse that begins before the
    /// stream does has its foot at the stream's beginning with a quality of 0.
    public var feet: [Fiducial] = []
    /// Every whole second, judged once, in order.
    public var seconds: [SecondOfSignal] = []

    public init() {}

    /// Forgets everything but keeps the memory.
    public mutating func removeAll() {
        pulses.removeAll(keepingCapacity: true)
        feet.removeAll(keepingCapacity: true)
        seconds.removeAll(keepingCapacity: true)
    }
}
