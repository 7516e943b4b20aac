public import Biosignals

/// What an `EDAProcessor` has found, in the order it was found. Emptied by the one who reads it.
public struct EDAOutput: Sendable {
    /// One per whole second with contact, in order; empty for a channel in counts.
    public var levels: [SkinConductanceLevel] = []
    /// In order of their peaks, never revised; empty for a channel in counts.
    public var responses: [SkinConductanceResponse] = []
    /// The same responses as soon as their peaks are known, within 3 s of them, and therefore without
    /// half-recovery: what a live display shows. Who reads these need not read `responses`.
    public var early: [SkinConductanceResponse] = []
    /// Every whole second, judged once, in order.
    public var seconds: [SecondOfSignal] = []

    public init() {}

    /// Forgets everything but keeps the memory.
    public mutating func removeAll() {
        levels.removeAll(keepingCapacity: true)
        responses.removeAll(keepingCapacity: true)
        early.removeAll(keepingCapacity: true)
        seconds.removeAll(keepingCapacity: true)
    }
}
