public import Biosignals
public import DSP

/// Photoplethysmogram to systolic peaks, pulse feet and the quality of every second.
///
/// Input:  PPG in any unit, 20…4,000 Hz, oldest first. Pulses are taken to point up; a signal whose
///         slope is clearly skewed the other way is turned over (see `isInverted`). A sample that is
///         not finite counts as the last one that was, and against the second it lies in.
/// Output: positions in samples of the input, counted from the first sample ever seen; the filters
///         are of linear phase and their delays taken off.
/// Delay:  a pulse is known about 1 s after its peak, the pulses of the first 3 s when those are
///         over; a second is judged when the pulse after it is known, 4 s after its end at the
///         latest. The output does not depend on how the input was cut.
/// Throws: `DSPError.rateOutOfRange` outside 20…4,000 Hz.
/// Source: Elgendi et al. (2013), doi:10.1371/journal.pone.0073557, see `PulseDetector`.
public struct PPGProcessor: Sendable {
    /// The working rate lies between this and twice this, unless the input is slower.
    private static let workingRate: Hertz = 64
    /// Rounding noise of a constant signal is below this share of its level.
    private static let roundingShare = 1e-9

    private let rate: Hertz
    private var meter: SecondMeter
    private var smoothMeter: SecondMeter
    private var decimator: LinearPhaseDecimator
    private var smoother: HannSmoother
    private var highPass: Butterworth
    private var polarity: PulsePolarity
    private var detector: PulseDetector
    private var template: PulseTemplate
    private var judge = PulseSecondJudge()
    private let shape: PulseShape
    private var smooth: SampleHistory
    private var pulsatile: SampleHistory
    private var candidates: [PulseDetector.Candidate] = []
    /// Low-passed samples that lie before the first sample of the input.
    private let smoothLag: Int
    private var lastPeak = 0
    private var lastPosition = -Double.infinity
    private var hasFinished = false

    public init(rate: Hertz) throws(DSPError) {
        guard (20...4_000).contains(rate.value) else {
            throw .rateOutOfRange(rate: rate, allowed: 20...4_000)
        }
        self.rate = rate
        let factor = LinearPhaseDecimator.factor(from: rate, to: Self.workingRate)
        let working = Hertz(rate.value / Double(factor))
        meter = SecondMeter(rate: rate)
        smoothMeter = SecondMeter(rate: working)
        decimator = LinearPhaseDecimator(factor: factor)
        smoother = HannSmoother(width: 0.1, rate: working)
        smoothLag = smoother.delay + Int((decimator.delay + 1) / Double(factor))
        highPass = try Butterworth(.highPass, order: 1, cutoff: 1, rate: working)
        polarity = PulsePolarity(rate: working)
        detector = PulseDetector(rate: working)
        template = PulseTemplate(rate: working)
        shape = PulseShape(rate: working)
        smooth = SampleHistory(holding: Int(8 * working.value))
        pulsatile = smooth
    }

    /// Whether the signal is now taken to be upside down.
    public var isInverted: Bool { polarity.sign < 0 }

    /// Takes the next samples and appends what they made known. Does nothing after `finish`.
    public mutating func process(_ samples: [Double], into output: inout PPGOutput) {
        guard !hasFinished else { return }
        for sample in samples {
            let value = meter.finite(sample)
            if let second = meter.process(value) { judge.append(raw: second) }
            if let value = decimator.process(value) { advance(value, into: &output) }
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
            if let value = decimator.process(last) { advance(value, into: &output) }
        }
        candidates.removeAll(keepingCapacity: true)
        detector.finish(polarity: polarity.sign, into: &candidates)
        for candidate in candidates { emit(candidate, into: &output) }
        let end = Seconds(Double(meter.count) / rate.value)
        judge.judge(settled: end, isLast: true, into: &output.seconds)
    }

    private mutating func advance(_ value: Double, into output: inout PPGOutput) {
        let low = smoother.process(value)
        let pulse = highPass.process(low)
        polarity.process(low)
        smooth.append(low)
        pulsatile.append(pulse)
        var isJudgementDue = false
        // Seconds of the low-passed signal are those of the input: its delay is left out first.
        if smooth.count > smoothLag, let second = smoothMeter.process(low) {
            judge.append(smooth: second)
            isJudgementDue = true
        }
        if !candidates.isEmpty { candidates.removeAll(keepingCapacity: true) }
        detector.process(pulse, polarity: polarity.sign, into: &candidates)
        for candidate in candidates { emit(candidate, into: &output) }
        if isJudgementDue || !candidates.isEmpty {
            let settled = Seconds(max(0, position(of: Double(detector.settled))) / rate.value)
            judge.judge(settled: settled, into: &output.seconds)
        }
    }

    /// From the index of a low-passed sample to its place in the input.
    private func position(of index: Double) -> Double {
        let factor = Double(decimator.factor)
        return (index + 1 - Double(smoother.delay)) * factor - 1 - decimator.delay
    }

    private mutating func emit(_ candidate: PulseDetector.Candidate, into output: inout PPGOutput) {
        let sign = polarity.sign
        let top = shape.summit(of: smooth, near: candidate.index, sign: sign)
        let floor = Self.roundingShare * abs(smooth[top])
        let place = position(of: shape.vertex(of: smooth, at: top))
        guard candidate.height > floor, place > lastPosition, place >= 0,
            place <= Double(meter.count - 1)
        else { return }
        let agreement = template.compare(pulsatile, at: candidate.index)
        let worth = agreement.map { PulseSecondJudge.worth(ofCorrelation: $0.correlation) } ?? 0.5
        let quality = min(worth, judge.latestBound)
        let foot = shape.foot(of: smooth, before: top, after: lastPeak, sign: sign)
        let level = foot?.level ?? smooth[lastPeak]
        let evidence = Fiducial.Evidence(
            amplitude: abs(smooth[top] - level), templateCorrelation: agreement?.correlation,
            margin: candidate.margin)
        let begin = max(0, foot.map { position(of: $0.position) } ?? position(of: Double(lastPeak)))
        output.pulses.append(
            Fiducial(kind: .systolicPeak, position: place, quality: quality, evidence: evidence))
        output.feet.append(
            Fiducial(
                kind: .pulseFoot, position: min(begin, place), quality: foot == nil ? 0 : quality,
                evidence: evidence))
        judge.append(pulseAt: place / rate.value, agreement: agreement)
        lastPeak = top
        lastPosition = place
    }
}
