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

    /// Correlation with the mean pulse of a pulse that one detector alone has found; BIDMC dev: of
    /// 145 true ones of the first 137 lie above it, of 20 false ones 7.
    private static let likenessMin = 0.5
    /// And how soon it may come, as a share of the mean interval, if the second found it.
    private static let intervalShareMin = 0.6
    /// What is left of the quality of a pulse that one detector alone has found.
    private static let unconfirmedWorth = 0.7
    /// A longer pause is none of the heart's.
    private static let intervalMax: Seconds = 2

    private let rate: Hertz
    private let workingRate: Double
    private var meter: SecondMeter
    private var smoothMeter: SecondMeter
    private var decimator: LinearPhaseDecimator
    private var smoother: HannSmoother
    private var highPass: Butterworth
    private var polarity: PulsePolarity
    private var detector: PulseDetector
    private var second: MultiscalePulseDetector
    private var extremes = MultiscalePulseDetector.Extremes()
    private var agreement: PulseAgreement
    private var template: PulseTemplate
    private var judge = PulseSecondJudge()
    private let shape: PulseShape
    private var smooth: SampleHistory
    private var pulsatile: SampleHistory
    private var candidates: [PulseDetector.Candidate] = []
    /// Low-passed samples that lie before the first sample of the input.
    private let smoothLag: Int
    private var lastPeak = 0
    private var hasPulse = false
    /// Mean interval between confirmed pulses, working samples; 0 while there is none.
    private var intervalMean = 0.0
    private var lastPosition = -Double.infinity
    private var hasFinished = false

    public init(rate: Hertz) throws(DSPError) {
        guard (20...4_000).contains(rate.value) else {
            throw .rateOutOfRange(rate: rate, allowed: 20...4_000)
        }
        self.rate = rate
        let factor = LinearPhaseDecimator.factor(from: rate, to: Self.workingRate)
        let working = Hertz(rate.value / Double(factor))
        workingRate = working.value
        meter = SecondMeter(rate: rate)
        smoothMeter = SecondMeter(rate: working)
        decimator = LinearPhaseDecimator(factor: factor)
        smoother = HannSmoother(width: 0.1, rate: working)
        smoothLag = smoother.delay + Int((decimator.delay + 1) / Double(factor))
        highPass = try Butterworth(.highPass, order: 1, cutoff: 1, rate: working)
        polarity = PulsePolarity(rate: working)
        detector = PulseDetector(rate: working)
        second = try MultiscalePulseDetector(rate: working)
        agreement = PulseAgreement(rate: working)
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
        for candidate in candidates { agreement.append(candidate) }
        second.finish(polarity: polarity.sign, into: &extremes)
        takeExtremes()
        while let found = agreement.next(first: .max, second: .max) { emit(found, into: &output) }
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
        for candidate in candidates { agreement.append(candidate) }
        second.process(low, polarity: polarity.sign, into: &extremes)
        takeExtremes()
        while let found = agreement.next(first: detector.settled, second: second.settled) {
            emit(found, into: &output)
            isJudgementDue = true
        }
        if isJudgementDue {
            let index = agreement.settled(detector.settled, second.settled)
            let settled = Seconds(max(0, position(of: Double(index))) / rate.value)
            judge.judge(settled: settled, into: &output.seconds)
        }
    }

    private mutating func takeExtremes() {
        for top in extremes.tops { agreement.append(top: top) }
        if !extremes.tops.isEmpty || !extremes.bottoms.isEmpty { extremes.removeAll() }
    }

    /// From the index of a low-passed sample to its place in the input.
    private func position(of index: Double) -> Double {
        let factor = Double(decimator.factor)
        return (index + 1 - Double(smoother.delay)) * factor - 1 - decimator.delay
    }

    private mutating func emit(
        _ finding: PulseAgreement.Finding, into output: inout PPGOutput
    ) {
        let sign = polarity.sign
        let isConfirmed = finding.isConfirmed
        let candidate =
            finding.candidate
            ?? PulseDetector.Candidate(
                index: shape.summit(of: pulsatile, near: finding.index, sign: sign),
                height: .infinity, margin: 0)
        let top = shape.summit(of: smooth, near: candidate.index, sign: sign)
        let floor = Self.roundingShare * abs(smooth[top])
        let place = position(of: shape.vertex(of: smooth, at: top))
        guard candidate.height > floor, place > lastPosition, place >= 0,
            place <= Double(meter.count - 1)
        else { return }
        let likeness = template.compare(pulsatile, at: candidate.index)
        guard isConfirmed || isBelievable(finding, likeness, at: top) else {
            judge.append(disagreementAt: place / rate.value)
            return
        }
        if !isConfirmed { judge.append(disagreementAt: place / rate.value) }
        let worth = likeness.map { PulseSecondJudge.worth(ofCorrelation: $0.correlation) } ?? 0.5
        let quality = min(worth, judge.latestBound) * (isConfirmed ? 1 : Self.unconfirmedWorth)
        let foot = shape.foot(of: smooth, before: top, after: lastPeak, sign: sign)
        let level = foot?.level ?? smooth[lastPeak]
        let evidence = Fiducial.Evidence(
            amplitude: abs(smooth[top] - level), templateCorrelation: likeness?.correlation,
            margin: candidate.margin,
            isConfirmed: isConfirmed)
        let begin = max(0, foot.map { position(of: $0.position) } ?? position(of: Double(lastPeak)))
        if isConfirmed { learnInterval(endingAt: top) }
        output.pulses.append(
            Fiducial(kind: .systolicPeak, position: place, quality: quality, evidence: evidence))
        output.feet.append(
            Fiducial(
                kind: .pulseFoot, position: min(begin, place), quality: foot == nil ? 0 : quality,
                evidence: evidence))
        judge.append(pulseAt: place / rate.value, agreement: likeness)
        lastPeak = top
        lastPosition = place
    }

    /// Whether a pulse that only one detector found is a pulse all the same.
    private func isBelievable(
        _ finding: PulseAgreement.Finding, _ likeness: PulseTemplate.Agreement?, at top: Int
    ) -> Bool {
        guard let likeness else { return finding.candidate != nil }
        guard likeness.correlation >= Self.likenessMin else { return false }
        if finding.candidate != nil { return true }
        return Double(top - lastPeak) >= Self.intervalShareMin * intervalMean
    }

    private mutating func learnInterval(endingAt top: Int) {
        defer { hasPulse = true }
        guard hasPulse else { return }
        let interval = min(Double(top - lastPeak), Self.intervalMax.value * workingRate)
        let share = intervalMean == 0 ? 1 : 0.2
        intervalMean += share * (interval - intervalMean)
    }
}
