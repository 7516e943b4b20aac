public import Biosignals
public import DSP

/// Respiration, by impedance or by a belt, to the beginnings of its breaths and the quality of every
/// second.
///
/// Input:  any unit, 5…4,000 Hz, oldest first; breathing in makes the signal rise. A sample that is
///         not finite counts as the last one that was, and against the second it lies in.
/// Output: positions in samples of the input, counted from the first sample ever seen; each breath
///         is placed at its trough on the low-passed signal, whose filters are of linear phase and
///         whose delay is taken off.
/// Delay:  a breath is known when its breath out is under way, those of the first 15 s when these
///         are over; a second is judged when the breath after it is known, 9 s after its end at the
///         latest once breathing was found. The output does not depend on how the input was cut.
/// Throws: `DSPError.rateOutOfRange` outside 5…4,000 Hz.
/// Source: Schäfer & Kratky (2008), doi:10.1007/s10439-007-9428-1, see `BreathDetector`.
public struct RespirationProcessor: Sendable {
    /// The working rate lies between this and twice this, unless the input is slower.
    private static let workingRate: Hertz = 10
    /// A Hann window of this width halves at 0.8 Hz; together with the high-pass, 6 to 48 a minute.
    private static let smoothing: Seconds = 1.2
    private static let highPassCutoff: Hertz = 0.1
    /// The trough on the low-passed signal lies no further from that on the band-passed one.
    private static let troughReach: Seconds = 1
    /// Rounding noise of a constant signal is below this share of its level.
    private static let roundingShare = 1e-9
    /// A breath beyond this many times its neighbours is motion.
    private static let swingRatioMax = 4.0

    private let rate: Hertz
    private let troughReach: Int
    private var meter: SecondMeter
    private var decimator: LinearPhaseDecimator
    private var smoother: HannSmoother
    private var highPass: Butterworth
    private var detector: BreathDetector
    private var judge = RespirationSecondJudge()
    private var rateMeter = BreathRateMeter()
    private var smooth: SampleHistory
    private var found: [BreathDetector.Breath] = []
    private var lastPosition = -Double.infinity
    private var hasFinished = false

    public init(rate: Hertz) throws(DSPError) {
        guard (5...4_000).contains(rate.value) else {
            throw .rateOutOfRange(rate: rate, allowed: 5...4_000)
        }
        self.rate = rate
        let factor = LinearPhaseDecimator.factor(from: rate, to: Self.workingRate)
        let working = Hertz(rate.value / Double(factor))
        troughReach = Int(Self.troughReach.value * working.value)
        meter = SecondMeter(rate: rate)
        decimator = LinearPhaseDecimator(factor: factor)
        smoother = HannSmoother(width: Self.smoothing, rate: working)
        highPass = try Butterworth(.highPass, order: 2, cutoff: Self.highPassCutoff, rate: working)
        detector = BreathDetector(rate: working)
        smooth = SampleHistory(holding: Int(60 * working.value))
    }

    /// Takes the next samples and appends what they made known. Does nothing after `finish`.
    public mutating func process(_ samples: [Double], into output: inout RespirationOutput) {
        guard !hasFinished else { return }
        for sample in samples {
            let value = meter.finite(sample)
            let second = meter.process(value)
            if let value = decimator.process(value) { advance(value, into: &output) }
            if let second {
                judge.append(raw: second)
                judgeSeconds(into: &output)
            }
        }
    }

    /// Ends the stream: appends the breaths and whole seconds that were still waiting.
    public mutating func finish(into output: inout RespirationOutput) {
        guard !hasFinished else { return }
        hasFinished = true
        guard meter.count > 0 else { return }
        let last = meter.finite(.nan)
        let lookahead = 2 * decimator.delay + Double((smoother.delay + 2) * decimator.factor)
        for _ in 0..<Int(lookahead) + 1 {
            if let value = decimator.process(last) { advance(value, into: &output) }
        }
        found.removeAll(keepingCapacity: true)
        detector.finish(into: &found)
        for breath in found { emit(breath, into: &output) }
        judgeSeconds(isLast: true, into: &output)
    }

    private mutating func judgeSeconds(isLast: Bool = false, into output: inout RespirationOutput) {
        let known = output.seconds.count
        judge.judge(settled: settled, isLast: isLast, into: &output.seconds)
        for second in output.seconds[known...] {
            if let estimate = rateMeter.process(second) { output.estimates.append(estimate) }
        }
    }

    private var settled: Seconds {
        Seconds(max(0, position(of: Double(detector.settled))) / rate.value)
    }

    private mutating func advance(_ value: Double, into output: inout RespirationOutput) {
        let low = smoother.process(value)
        rateMeter.append(low, at: position(of: Double(smooth.count)) / rate.value)
        smooth.append(low)
        if !found.isEmpty { found.removeAll(keepingCapacity: true) }
        detector.process(highPass.process(low), into: &found)
        for breath in found { emit(breath, into: &output) }
    }

    /// From the index of a low-passed sample to its place in the input.
    private func position(of index: Double) -> Double {
        let factor = Double(decimator.factor)
        return (index + 1 - Double(smoother.delay)) * factor - 1 - decimator.delay
    }

    private mutating func emit(
        _ breath: BreathDetector.Breath, into output: inout RespirationOutput
    ) {
        let bottom = trough(near: breath.trough)
        let place = position(of: vertex(at: bottom))
        guard breath.swing > Self.roundingShare * abs(smooth[bottom]), place > lastPosition,
            place >= 0, place <= Double(meter.count - 1)
        else { return }
        let ratio = breath.typical > 0 ? breath.swing / breath.typical : 1
        let worth = min(1, Self.swingRatioMax / max(ratio, 1e-9))
        let quality = min(worth, judge.latestBound)
        let margin = ratio / BreathDetector.thresholdShare
        output.breaths.append(
            Fiducial(
                kind: .inhaleOnset, position: place, quality: quality,
                evidence: .init(amplitude: breath.swing, margin: margin)))
        judge.append(breathAt: place / rate.value, quality: worth)
        rateMeter.append(breathAt: Seconds(place / rate.value), quality: quality)
        lastPosition = place
    }

    /// The lowest sample of the valley that `index` lies in, no further than the reach away.
    private func trough(near index: Int) -> Int {
        var bottom = index
        while bottom - index < troughReach, bottom + 1 < smooth.count,
            smooth[bottom + 1] < smooth[bottom]
        {
            bottom += 1
        }
        while index - bottom < troughReach, bottom > smooth.oldest,
            smooth[bottom - 1] < smooth[bottom]
        {
            bottom -= 1
        }
        return bottom
    }

    private func vertex(at bottom: Int) -> Double {
        guard bottom > smooth.oldest, bottom + 1 < smooth.count else { return Double(bottom) }
        let (left, middle, right) = (smooth[bottom - 1], smooth[bottom], smooth[bottom + 1])
        let bend = left - 2 * middle + right
        guard bend > 0 else { return Double(bottom) }
        return Double(bottom) + max(-0.5, min(0.5, (left - right) / (2 * bend)))
    }
}
