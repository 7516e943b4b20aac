import Biosignals

/// How the numbers of one channel on the wire come from readings.
struct WireChannel: Equatable, Sendable {
    let feed: SignalFeed
    /// Counts for a unit of the reading, and counts of a reading of 0.
    let gain: Double
    var offset = 0.0
    /// Every number is a multiple of it: bits that the firmware shifts in.
    var step = 1.0
    /// What the converter, then the wire can hold; a larger reading is cut off.
    let limits: ClosedRange<Double>
    /// What comes while the electrodes are off; nil for a channel that does not mind.
    var leadOff: Double?

    func counts(_ reading: Double, isInCounts: Bool) -> Int32 {
        let value = isInCounts ? reading : offset + gain * reading
        return counts(of: (value / step).rounded() * step)
    }

    func counts(of value: Double) -> Int32 {
        // A limit that is no multiple of the step is never reached from below.
        Int32(min(max(value, limits.lowerBound), limits.upperBound))
    }
}
