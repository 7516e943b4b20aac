public import Biosignals
public import DSP

/// Skin conductance to its tonic level, its responses and the quality of every second.
///
/// Input:  skin conductance in µS, or a channel of unknown unit in counts, 2…4,000 Hz, oldest first.
///         In counts only the quality is judged: an amplitude without a unit cannot be told from
///         noise. A sample that is not finite counts as the last one that was.
/// Output: positions in samples of the input, counted from the first sample ever seen; the filters
///         are of linear phase and their delays taken off.
/// Delay:  a second is judged about 1 s after its end, its level follows after 11 s; a response is
///         heard (`EDAOutput.early`) within 3 s of its peak, and complete when half of it is
///         recovered, when the next one has peaked, or after 20 s. The output does not depend on
///         how the input was cut.
/// Throws: `DSPError.rateOutOfRange` outside 2…4,000 Hz.
/// Source: Boucsein et al. (2012), doi:10.1111/j.1469-8986.2012.01384.x, see `SCRDetector`; nothing
///         is scaled by the largest response.
public struct EDAProcessor: Sendable {
    /// The least amplitude of a response: Boucsein et al. (2012) name 0.01 to 0.05 µS. Noise raises
    /// what is needed, nothing lowers it.
    public static let amplitudeMin: Microsiemens = SCRDetector.amplitudeMin

    /// The working rate lies between this and twice this, unless the input is slower.
    private static let workingRate: Hertz = 8
    private static let smoothing: Seconds = 0.7
    /// After contact was lost, or a step, no response is looked for so long (Kleckner 2018).
    private static let pause: Seconds = 5
    /// Sweat does not dry so fast: a response that loses half in less is likely an artefact.
    private static let recoveryMin: Seconds = 0.5
    private static let tooFastQuality = 0.3

    private let rate: Hertz
    private let working: Hertz
    private let pauseCount: Int
    private var meter: SecondMeter
    private var decimator: LinearPhaseDecimator
    private var smoother: HannSmoother
    private var detector: SCRDetector
    private let judge: EDASecondJudge
    private var tonic = TonicLevel()
    private var raw: [RawSecond] = []
    private var current = EDASecondJudge.Smooth()
    private var scores: [Double] = []
    private var found: [SCRDetector.Response] = []
    private var heard: [SCRDetector.Response] = []
    private var last = 0.0
    private var smoothCount = 0
    private var paused = 0
    private var hasFinished = false

    public init(rate: Hertz, unit: ChannelUnit) throws(DSPError) {
        guard (2...4_000).contains(rate.value) else {
            throw .rateOutOfRange(rate: rate, allowed: 2...4_000)
        }
        self.rate = rate
        let factor = LinearPhaseDecimator.factor(from: rate, to: Self.workingRate)
        working = Hertz(rate.value / Double(factor))
        pauseCount = Int(Self.pause.value * working.value)
        meter = SecondMeter(rate: rate)
        decimator = LinearPhaseDecimator(factor: factor)
        smoother = HannSmoother(width: Self.smoothing, rate: working)
        detector = SCRDetector(rate: working, lowPass: smoother, isDecimated: factor > 1)
        judge = EDASecondJudge(isCalibrated: unit == .microsiemens)
    }

    /// Takes the next samples and appends what they made known. Does nothing after `finish`.
    public mutating func process(_ samples: [Double], into output: inout EDAOutput) {
        guard !hasFinished else { return }
        for sample in samples {
            let value = meter.finite(sample)
            if let second = meter.process(value) { raw.append(second) }
            if let value = decimator.process(value) { advance(value, into: &output) }
        }
    }

    /// Ends the stream: appends the responses, levels and whole seconds that were still waiting.
    public mutating func finish(into output: inout EDAOutput) {
        guard !hasFinished else { return }
        hasFinished = true
        guard meter.count > 0 else { return }
        let final = meter.finite(.nan)
        let lookahead = 2 * decimator.delay + Double((smoother.delay + 2) * decimator.factor)
        for _ in 0..<Int(lookahead) + 1 {
            if let value = decimator.process(final) { advance(value, into: &output) }
        }
        if !raw.isEmpty { closeSecond(into: &output) }
        found.removeAll(keepingCapacity: true)
        heard.removeAll(keepingCapacity: true)
        detector.finish(into: &found)
        report(into: &output)
        tonic.interrupt(into: &output.levels)
    }

    private mutating func advance(_ value: Double, into output: inout EDAOutput) {
        let slope = smoothCount == 0 ? 0 : abs(value - last) * working.value
        last = value
        let level = smoother.process(value)
        let place = position(of: Double(smoothCount))
        smoothCount += 1
        guard place < Double(meter.count) else { return }
        if place >= 0 {
            if Int(place / rate.value) > current.index { closeSecond(into: &output) }
            current.add(level, slope: slope)
        }
        guard judge.isCalibrated else { return }
        if judge.contact(value, slope: slope) == .lost { paused = pauseCount }
        if !found.isEmpty { found.removeAll(keepingCapacity: true) }
        if !heard.isEmpty { heard.removeAll(keepingCapacity: true) }
        if paused > 0 || place < 0 {
            paused = max(0, paused - 1)
            detector.interrupt(with: level, into: &found)
        } else {
            detector.process(level, raw: value, heard: &heard, into: &found)
        }
        report(into: &output)
    }

    /// From the index of a low-passed sample to its place in the input.
    private func position(of index: Double) -> Double {
        let factor = Double(decimator.factor)
        return (index + 1 - Double(smoother.delay)) * factor - 1 - decimator.delay
    }

    private mutating func closeSecond(into output: inout EDAOutput) {
        let smooth = current
        current = EDASecondJudge.Smooth()
        current.index = smooth.index + 1
        guard let second = raw.first, second.index == smooth.index else { return }
        raw.removeFirst()
        let quality = judge.judge(second, smooth)
        output.seconds.append(SecondOfSignal(index: second.index, quality: quality))
        guard judge.isCalibrated else { return }
        scores.append(quality.score)
        if scores.count > 64 { scores.removeFirst() }
        if quality.reasons.contains(where: { $0 != .noise }) {
            tonic.interrupt(into: &output.levels)
        } else {
            tonic.append(second: second.index, mean: smooth.mean, into: &output.levels)
        }
    }

    private mutating func report(into output: inout EDAOutput) {
        for response in heard {
            if let response = measured(response) { output.early.append(response) }
        }
        for response in found {
            if let response = measured(response) { output.responses.append(response) }
        }
    }

    /// From indices of low-passed samples to places in the input; nil outside of it.
    private func measured(_ response: SCRDetector.Response) -> SkinConductanceResponse? {
        let onset = max(0, position(of: response.onset))
        let peak = position(of: response.peak)
        guard peak > onset, peak <= Double(meter.count - 1) else { return nil }
        let recovery = response.halfRecovery.map {
            Seconds(($0 - response.peak) / working.value)
        }
        let isTooFast = recovery.map { $0 < Self.recoveryMin } ?? false
        let score = score(from: onset, to: peak)
        return SkinConductanceResponse(
            onset: onset, peak: peak, amplitude: Microsiemens(response.amplitude),
            rise: Seconds((peak - onset) / rate.value), halfRecovery: recovery,
            quality: isTooFast ? min(score, Self.tooFastQuality) : score)
    }

    /// The lowest score of the judged seconds that a response touches.
    private func score(from onset: Double, to peak: Double) -> Double {
        let first = current.index - scores.count
        let low = max(0, Int(onset / rate.value) - first)
        let high = min(scores.count - 1, Int(peak / rate.value) - first)
        return low <= high ? scores[low...high].min() ?? 1 : 1
    }
}
