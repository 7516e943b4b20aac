import Biosignals

/// How the numbers of one channel on the wire come from readings.
struct WireChannel: Equatable, Sendable {
    let feed: SignalFeed
    let curve: Curve
    /// Every number is a multiple of it: bits that the firmware shifts in.
    let step: Double
    /// What the converter, then the wire can hold; a larger reading is cut off.
    let limits: ClosedRange<Double>
    /// What comes while the electrodes are off; nil for a channel that does not mind.
    let leadOff: Double?

    /// From a reading to counts.
    enum Curve: Equatable, Sendable {
        /// Counts for a unit of the reading, and counts of a reading of 0.
        case line(gain: Double, offset: Double)
        case divider(SkinDivider)

        func counts(_ reading: Double) -> Double {
            switch self {
            case .line(let gain, let offset): offset + gain * reading
            case .divider(let divider): divider.counts(microsiemens: reading)
            }
        }
    }

    init(
        feed: SignalFeed, curve: Curve, step: Double = 1, limits: ClosedRange<Double>,
        leadOff: Double? = nil
    ) {
        self.feed = feed
        self.curve = curve
        self.step = step
        self.limits = limits
        self.leadOff = leadOff
    }

    init(
        feed: SignalFeed, gain: Double, offset: Double = 0, step: Double = 1,
        limits: ClosedRange<Double>, leadOff: Double? = nil
    ) {
        self.init(
            feed: feed, curve: .line(gain: gain, offset: offset), step: step, limits: limits,
            leadOff: leadOff)
    }

    func counts(_ reading: Double, isInCounts: Bool) -> Int32 {
        let value = isInCounts ? reading : curve.counts(reading)
        return counts(of: (value / step).rounded() * step)
    }

    func counts(of value: Double) -> Int32 {
        // A limit that is no multiple of the step is never reached from below.
        Int32(min(max(value, limits.lowerBound), limits.upperBound))
    }
}
