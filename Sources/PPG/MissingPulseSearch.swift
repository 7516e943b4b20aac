import Biosignals
import DSP

/// Looks where a steady rhythm says that a pulse is missing, and takes what looks like one.
struct MissingPulseSearch: Sendable {
    /// An interval longer than this many medians has lost a pulse, or the heart has paused.
    private static let longMin = 1.5
    private static let pauseMax: Seconds = 3
    /// How near to its neighbours a missing pulse may lie, as a share of the median interval.
    private static let nearest = 0.5
    /// Height as a share of its neighbours'.
    private static let heightMin = 0.1
    private static let worth = 0.7

    private let frontEnd: PulseFrontEnd
    private let signal: SampleHistory
    private let sign: Double
    private let shape: PulseShape
    private let pauseMax: Double

    init(frontEnd: PulseFrontEnd, signal: SampleHistory, sign: Double, rate: Hertz) {
        self.frontEnd = frontEnd
        self.signal = signal
        self.sign = sign
        shape = PulseShape(rate: frontEnd.rate)
        pauseMax = Self.pauseMax.value * rate.value
    }

    func filled(_ pulses: [ReviewedPulse]) -> [ReviewedPulse] {
        var whole: [ReviewedPulse] = []
        for index in pulses.indices {
            if let before = whole.last,
                let median = PulseRhythmReview.medianInterval(pulses, around: index),
                let lost = lost(between: before, and: pulses[index], median: median)
            {
                whole.append(lost)
            }
            whole.append(pulses[index])
        }
        return whole
    }

    private func lost(
        between before: ReviewedPulse, and after: ReviewedPulse, median: Double
    ) -> ReviewedPulse? {
        let gap = after.time - before.time
        guard gap >= Self.longMin * median, gap <= pauseMax else { return nil }
        let first = Int(frontEnd.index(of: before.peak.position + Self.nearest * median))
        let last = Int(frontEnd.index(of: after.peak.position - Self.nearest * median))
        guard first < last else { return nil }
        let earliest = Int(frontEnd.index(of: before.peak.position))
        var best: PulseShape.Landmarks?
        for top in first...last
        where sign * (signal[top] - signal[top - 1]) > 0
            && sign * (signal[top + 1] - signal[top]) <= 0
        {
            let pulse = shape.landmarks(of: signal, top: top, after: earliest, sign: sign)
            guard pulse.hasUpstroke, pulse.amplitude > best?.amplitude ?? 0 else { continue }
            best = pulse
        }
        let height = min(before.amplitude, after.amplitude)
        guard let best, best.amplitude >= Self.heightMin * height else { return nil }
        return reviewed(best, like: before)
    }

    private func reviewed(_ pulse: PulseShape.Landmarks, like: ReviewedPulse) -> ReviewedPulse {
        func fiducial(_ other: Fiducial, at index: Double) -> Fiducial {
            Fiducial(
                kind: other.kind, position: frontEnd.position(of: index),
                quality: Self.worth * SignalQuality.usableMin,
                evidence: Fiducial.Evidence(
                    amplitude: pulse.amplitude, margin: 1, foundBySearchBack: true,
                    isConfirmed: false, positionSD: other.evidence.positionSD))
        }
        let level = (pulse.footLevel + pulse.peakLevel) / 2
        return ReviewedPulse(
            peak: fiducial(like.peak, at: pulse.peak),
            midpoint: fiducial(like.midpoint, at: pulse.midpoint),
            foot: fiducial(like.foot, at: pulse.foot),
            perfusionPercent: like.perfusionPercent == nil || level <= 0
                ? nil : 100 * pulse.amplitude / level)
    }
}
