public import Biosignals

/// What a `DerivedRespirationProcessor` has found, in the order it was found. Emptied by its reader.
public struct DerivedRespirationOutput: Sendable {
    /// One estimate for every four seconds, oldest first, never revised.
    public var estimates: [RespirationEstimate] = []
    /// Breaths of the stretches whose rate is usable, oldest first, never revised.
    public var breaths: [DerivedBreath] = []

    public init() {}

    /// Forgets everything but keeps the memory.
    public mutating func removeAll() {
        estimates.removeAll(keepingCapacity: true)
        breaths.removeAll(keepingCapacity: true)
    }
}

/// A breath read from heart beats. That there was one is known, and when to about a beat; whether
/// the lungs began to fill or to empty at that moment is not: which way a beat's height moves with
/// them depends on the lead and on the person.
public struct DerivedBreath: Equatable, Sendable {
    /// When the modulation was at its lowest, on the recording's timeline.
    public var time: Seconds
    /// Of the rate it was found under, 0 to 1.
    public var quality: Double

    public init(time: Seconds, quality: Double) {
        self.time = time
        self.quality = quality
    }
}
