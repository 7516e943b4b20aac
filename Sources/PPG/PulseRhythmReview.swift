import Biosignals

/// Takes out pulses that only break a steady rhythm.
struct PulseRhythmReview: Sendable {
    private static let neighbours = 5
    /// An interval shorter than this share of the median is too short if without it all is well.
    private static let shortMax = 0.7
    /// The interval that is left, over the median, at most: then it was a single beat.
    private static let wholeMax = 1.35
    private static let likenessMin = 0.8

    private let rate: Double

    init(rate: Hertz) { self.rate = rate.value }

    /// Median of the sure intervals around `index`, samples; nil if there are fewer than four.
    static func medianInterval(_ pulses: [ReviewedPulse], around index: Int) -> Double? {
        var intervals: [Double] = []
        let first = max(1, index - neighbours)
        for place in first..<min(pulses.count, index + neighbours + 2)
        where pulses[place].isSure && pulses[place - 1].isSure {
            intervals.append(pulses[place].time - pulses[place - 1].time)
        }
        guard intervals.count >= 4 else { return nil }
        return intervals.sorted()[intervals.count / 2]
    }

    func withoutIntruders(_ pulses: [ReviewedPulse]) -> [ReviewedPulse] {
        var kept: [ReviewedPulse] = []
        for index in pulses.indices {
            let pulse = pulses[index]
            if let before = kept.last, index + 1 < pulses.count,
                isIntruder(pulse, between: before, and: pulses[index + 1], at: index, in: pulses)
            {
                continue
            }
            kept.append(pulse)
        }
        return kept
    }

    private func isIntruder(
        _ pulse: ReviewedPulse, between before: ReviewedPulse, and after: ReviewedPulse,
        at index: Int, in pulses: [ReviewedPulse]
    ) -> Bool {
        guard pulse.peak.evidence.isConfirmed != true || !pulse.isTrusted,
            (pulse.peak.evidence.templateCorrelation ?? 0) < Self.likenessMin,
            let median = Self.medianInterval(pulses, around: index)
        else { return false }
        let shorter = min(pulse.time - before.time, after.time - pulse.time)
        return shorter < Self.shortMax * median && after.time - before.time < Self.wholeMax * median
    }
}
