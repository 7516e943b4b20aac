public import Biosignals
public import DSP

/// Photoplethysmogram to pulses (foot, mid-point and systolic peak) and the quality of every second.
///
/// Input:  PPG in any unit, 20…4,000 Hz, oldest first. Pulses are taken to point up; a signal whose
///         slope is clearly skewed the other way is turned over (see `isInverted`). A sample that is
///         not finite counts as the last one that was, and against the second it lies in.
/// Output: positions in samples of the input, counted from the first sample ever seen; the filters
///         are of linear phase and their delays taken off. Two detectors of different families look
///         for pulses; what only one found is kept if it looks like a pulse, with less quality.
/// Delay:  a pulse is known 0.7 s after its peak, 1.1 s at most on BIDMC dev, the pulses of the first
///         3 s when those are over; a second is judged when the pulse after it is known, 4 s after
///         its end at the latest. The output does not depend on how the input was cut.
/// Throws: `DSPError.rateOutOfRange` outside 20…4,000 Hz.
/// Source: Elgendi et al. (2013), doi:10.1371/journal.pone.0073557, see `PulseDetector`;
///         Bishop & Ercole (2018) and Charlton et al. (2025), see `MultiscalePulseDetector`.
public struct PPGProcessor: Sendable {
    /// Rounding noise of a constant signal is below this share of its level.
    private static let roundingShare = 1e-9
    /// What is left of the quality of a pulse that one detector alone has found.
    private static let unconfirmedWorth = 0.7

    private let rate: Hertz
    private let hasTrueZero: Bool
    private var meter: SecondMeter
    private var smoothMeter: VarianceMeter
    private var frontEnd: PulseFrontEnd
    /// A block of the input, what is not finite replaced, and the same low-passed.
    private var values: [Double]
    private var lows: [Double]
    private var highPass: Butterworth
    private var polarity: PulsePolarity
    private var detectors: PulseDetectorPair
    private var findings: [PulseAgreement.Finding] = []
    private var template: PulseTemplate
    private var admission: PulseAdmission
    private var timing: PulseTiming
    private var height = PulseHeight()
    private var judge = PulseSecondJudge()
    private let shape: PulseShape
    private var smooth: SampleHistory
    private var pulsatile: SampleHistory
    private var lastTop = 0
    private var lastPosition = -Double.infinity
    private var hasFinished = false

    /// - Parameter hasTrueZero: the signal is proportional to light, and 0 is darkness: only then is
    ///   its level known and a perfusion index stated.
    public init(rate: Hertz, hasTrueZero: Bool = false) throws(DSPError) {
        guard (20...4_000).contains(rate.value) else {
            throw .rateOutOfRange(rate: rate, allowed: 20...4_000)
        }
        self.rate = rate
        self.hasTrueZero = hasTrueZero
        frontEnd = PulseFrontEnd(rate: rate)
        values = Array(repeating: 0, count: Int(rate.value.rounded(.up)))
        lows = Array(repeating: 0, count: values.count / frontEnd.factor + 1)
        let working = frontEnd.rate
        meter = SecondMeter(rate: rate)
        smoothMeter = VarianceMeter(rate: working)
        highPass = try Butterworth(.highPass, order: 1, cutoff: 1, rate: working)
        polarity = PulsePolarity(rate: working)
        detectors = try PulseDetectorPair(rate: working)
        template = PulseTemplate(rate: working)
        admission = PulseAdmission(rate: working)
        timing = PulseTiming(rate: working)
        shape = PulseShape(rate: working)
        smooth = SampleHistory(holding: Int(8 * working.value))
        pulsatile = smooth
    }

    /// Whether the signal is now taken to be upside down.
    public var isInverted: Bool { polarity.sign < 0 }

    /// Takes the next samples and appends what they made known. Does nothing after `finish`.
    public mutating func process(_ samples: [Double], into output: inout PPGOutput) {
        guard !hasFinished else { return }
        var start = 0
        while start < samples.count {
            // The last sample of a second is a block of its own: what is decided there knows the
            // second, what is decided before does not.
            let end = min(samples.count, start + max(1, meter.remaining - 1))
            meter.finite(samples[start..<end], into: &values)
            let block = values[..<(end - start)]
            if let second = meter.process(block) { judge.append(raw: second) }
            for place in 0..<frontEnd.process(block, into: &lows) {
                advance(lows[place], into: &output)
            }
            start = end
        }
    }

    /// Ends the stream: appends the pulses and whole seconds that were still waiting.
    public mutating func finish(into output: inout PPGOutput) {
        guard !hasFinished else { return }
        hasFinished = true
        guard meter.count > 0 else { return }
        // The last sample is held for as long as the filters and windows look ahead.
        let last = meter.finite(.nan)
        for _ in 0..<Int(1.5 * rate.value) {
            if let low = frontEnd.process(last) { advance(low, into: &output) }
        }
        findings.removeAll(keepingCapacity: true)
        detectors.finish(polarity: polarity.sign, into: &findings)
        for finding in findings { emit(finding, into: &output) }
        let end = Seconds(Double(meter.count) / rate.value)
        judge.judge(settled: end, isLast: true, into: &output.seconds)
    }

    private mutating func advance(_ low: Double, into output: inout PPGOutput) {
        let pulse = highPass.process(low)
        polarity.process(low)
        smooth.append(low)
        pulsatile.append(pulse)
        var isJudgementDue = false
        // Seconds of the low-passed signal are those of the input: its delay is left out first.
        if smooth.count > frontEnd.lag, let second = smoothMeter.process(low) {
            judge.append(smooth: second)
            isJudgementDue = true
        }
        detectors.process(low, pulse: pulse, polarity: polarity.sign, into: &findings)
        if !findings.isEmpty {
            for finding in findings { emit(finding, into: &output) }
            findings.removeAll(keepingCapacity: true)
            isJudgementDue = true
        }
        if isJudgementDue {
            let settled = Seconds(
                max(0, frontEnd.position(of: Double(detectors.settled))) / rate.value)
            judge.judge(settled: settled, into: &output.seconds)
        }
    }

    private mutating func emit(
        _ finding: PulseAgreement.Finding, into output: inout PPGOutput
    ) {
        let sign = polarity.sign
        let index =
            finding.candidate?.index ?? shape.summit(of: pulsatile, near: finding.index, sign: sign)
        let top = shape.summit(of: smooth, near: index, sign: sign)
        let pulse = shape.landmarks(of: smooth, top: top, after: lastTop, sign: sign)
        let place = frontEnd.position(of: pulse.peak)
        guard sign * pulsatile[index] > Self.roundingShare * abs(smooth[top]),
            place > lastPosition, place >= 0, place <= Double(meter.count - 1)
        else { return }
        let likeness = template.compare(pulsatile, at: index)
        if !finding.isConfirmed { judge.append(disagreementAt: place / rate.value) }
        guard admission.admits(finding, likeness: likeness, at: top) else { return }
        admission.append(pulseAt: top, isConfirmed: finding.isConfirmed)
        judge.append(pulseAt: place / rate.value, agreement: likeness)
        append(pulse, finding, likeness, to: &output)
        lastTop = top
        lastPosition = place
    }

    private mutating func append(
        _ pulse: PulseShape.Landmarks, _ finding: PulseAgreement.Finding,
        _ likeness: PulseTemplate.Agreement?, to output: inout PPGOutput
    ) {
        let worth = likeness.map { PulseSecondJudge.worth(ofCorrelation: $0.correlation) } ?? 0.5
        let quality =
            min(worth, judge.latestBound, height.worth(of: pulse.amplitude))
            * (finding.isConfirmed ? 1 : Self.unconfirmedWorth)
        height.append(pulse.amplitude)
        if pulse.hasUpstroke, quality >= SignalQuality.usableMin {
            timing.append(pulse, of: smooth)
        }
        let errors = timing.errors
        let factor = Double(frontEnd.factor)
        let peak = frontEnd.position(of: pulse.peak)
        func fiducial(
            _ kind: Fiducial.Kind, _ index: Double, _ error: Double?, confirmed: Bool?
        ) -> Fiducial {
            Fiducial(
                kind: kind, position: max(0, min(peak, frontEnd.position(of: index))),
                quality: kind == .systolicPeak || pulse.hasUpstroke ? quality : 0,
                evidence: Fiducial.Evidence(
                    amplitude: pulse.amplitude, templateCorrelation: likeness?.correlation,
                    margin: finding.candidate?.margin ?? 1, isConfirmed: confirmed,
                    positionSD: error.map { $0 * factor }))
        }
        let isConfirmed = finding.isConfirmed
        output.pulses.append(
            fiducial(.systolicPeak, pulse.peak, errors.peak, confirmed: isConfirmed))
        output.midpoints.append(
            fiducial(.pulseMidpoint, pulse.midpoint, errors.midpoint, confirmed: isConfirmed))
        output.feet.append(
            fiducial(
                .pulseFoot, pulse.foot, errors.foot,
                confirmed: detectors.confirmsFoot(at: pulse.trough)))
        output.perfusionPercents.append(hasTrueZero ? perfusion(of: pulse) : nil)
    }

    /// Pulsating share of the light, %; nil where it would be no share of anything.
    private func perfusion(of pulse: PulseShape.Landmarks) -> Double? {
        let level = (pulse.footLevel + pulse.peakLevel) / 2
        guard pulse.hasUpstroke, level > 0, pulse.amplitude < level else { return nil }
        return 100 * pulse.amplitude / level
    }
}
