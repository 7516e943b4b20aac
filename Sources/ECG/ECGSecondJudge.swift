import Biosignals
import DSP
import RealModule

/// Judges whole seconds of an ECG from the raw samples, what lies between the beats, and the beats.
///
/// Delay:  a second is judged when the beat after its end is known, 3.5 s after its end at the
///         latest.
/// Source: flat lines of 0.5 s, saturation, rate and longest pause as in Orphanidou et al. (2015),
///         doi:10.1109/JBHI.2014.2338351, and Clifford et al. (2012),
///         doi:10.1088/0967-3334/33/9/1419.
struct ECGSecondJudge: Sendable {
    /// What the samples of one second say.
    struct Facts: Sendable {
        var raw: RawSecond
        /// Share of the raw variance that is mains, 0…1.
        var mains: Double
        /// Whether it stands at a rail somewhere.
        var isClipped = false
    }

    struct Beat: Sendable {
        var seconds: Double
        var verdict: BeatTrust.Verdict
    }

    private static let flatMin: Seconds = 0.5
    private static let pauseMax: Seconds = 3
    private static let intervalMin: Seconds = 0.25
    private static let wait: Seconds = 3.5
    /// Share of a second's samples at its rails that is still a living signal, and the hard limit.
    private static let railShareMax = 0.25
    private static let railShareHard = 0.5
    /// Natural logarithm of the noise over the height of the QRS at which a second is worth half,
    /// and the step that changes its odds by e: an eighth of the QRS's height, about 5 dB by the rule of nst(1).
    /// Fitted on the clean mitdb records of dev (median −3.6) and their mixes with electrode motion
    /// (−2.8 at 12 dB, −2.3 at 6 dB, −1.8 at 0 dB).
    private static let logNoiseMax = -2.05
    private static let logNoiseStep = 0.6
    /// What a second in quiet is worth whose beats are not believed at all.
    private static let trustFloor = 0.4
    /// A second worth less says why.
    private static let spokenOf = 0.75
    /// The detector hardly sees the mains; what it does see counts as noise already.
    private static let mainsBegins = 0.8
    /// From this share on it is the mains that noise is blamed on.
    private static let mainsBlamed = 0.2
    /// What a second is worth whose highest or lowest samples stand at a rail.
    private static let clippedWorth = 0.8
    private static let mainsEnds = 0.95

    private var facts: [Facts] = []
    private var rails = RailFinder()
    private var beats: [Beat] = []

    mutating func append(_ second: Facts) {
        var second = second
        second.isClipped = rails.process(second.raw)
        facts.append(second)
        latestBound = Self.bound(of: second).score
    }

    mutating func append(_ beat: Beat) { beats.append(beat) }

    /// What the samples of the latest whole second alone say: an upper bound for its beats.
    private(set) var latestBound = 1.0

    /// Whether the oldest second waiting can be judged at `now`.
    func isDue(now: Seconds) -> Bool {
        guard let second = facts.first?.raw else { return false }
        let end = Double(second.index + 1)
        return (beats.last?.seconds ?? 0) >= end + 0.2 || now.value >= end + Self.wait.value
    }

    /// The oldest second waiting.
    var nextIndex: Int? { facts.first?.raw.index }

    /// Times of the beats near a second, for those who measure what lies between them.
    func beats(near index: Int) -> LazyMapSequence<ArraySlice<Beat>, Double> {
        let first = beats.firstIndex { $0.seconds > Double(index) - 1.5 } ?? beats.endIndex
        let last = beats[first...].firstIndex { $0.seconds >= Double(index) + 1.5 }
        return beats[first..<(last ?? beats.endIndex)].lazy.map(\.seconds)
    }

    /// Judges the oldest second waiting and forgets it.
    mutating func judge(motionLogRMS: Double?, motionBands: MotionBands?) -> SecondOfSignal? {
        guard let second = facts.first else { return nil }
        facts.removeFirst()
        let (start, end) = (Double(second.raw.index), Double(second.raw.index + 1))
        defer { while beats.count > 2, beats[2].seconds < end { beats.removeFirst() } }
        let after = beats.firstIndex { $0.seconds >= end } ?? (beats.count - 1)
        let covering = beats.prefix(after + 1)
        var (score, reasons) = Self.bound(of: second)
        if score > 0 {
            if hasImplausibleInterval(covering, from: start, to: end) {
                score *= 0.3
                reasons.append(.implausible)
            }
            weigh(covering, mains: second.mains, score: &score, reasons: &reasons)
        }
        return SecondOfSignal(
            index: second.raw.index,
            quality: SignalQuality(score: max(0, min(1, score)), reasons: reasons),
            motionLogRMS: motionLogRMS, motionBands: motionBands)
    }

    /// Lowers a score by what the beats say of their surroundings and of themselves.
    private func weigh(
        _ covering: ArraySlice<Beat>, mains: Double, score: inout Double,
        reasons: inout [SignalQuality.Reason]
    ) {
        guard !covering.isEmpty else {
            score *= 0.4
            reasons.append(.settling)
            return
        }
        var (noise, trust, count) = (0.0, 0.0, 0.0)
        var worst = covering[covering.startIndex].verdict
        for beat in covering where beat.verdict.reason != .settling || covering.count == 1 {
            noise += beat.verdict.logNoise
            trust += beat.verdict.quality
            count += 1
            if beat.verdict.quality < worst.quality || count == 1 { worst = beat.verdict }
        }
        noise /= count
        trust /= count
        let quiet = 1 / (1 + Double.exp((noise - Self.logNoiseMax) / Self.logNoiseStep))
        score *= quiet * (Self.trustFloor + (1 - Self.trustFloor) * trust)
        guard score < Self.spokenOf, var reason = worst.reason else { return }
        if reason == .noise, mains > Self.mainsBlamed { reason = .mains }
        if !reasons.contains(reason) { reasons.append(reason) }
    }

    private static func bound(
        of second: Facts
    ) -> (score: Double, reasons: [SignalQuality.Reason]) {
        let raw = second.raw
        if Double(raw.replaced) > 0.1 * Double(raw.count) { return (0, [.gap]) }
        if raw.longestRun >= flatMin.value { return (0, [.flat]) }
        if raw.extremeShare >= railShareHard { return (0, [.saturated]) }
        if second.mains >= mainsEnds { return (0, [.mains]) }
        var score = 1.0
        var reasons: [SignalQuality.Reason] = []
        if raw.extremeShare >= railShareMax {
            score = 0.4
            reasons.append(.saturated)
        } else if second.isClipped {
            score = clippedWorth
            reasons.append(.saturated)
        }
        if second.mains > mainsBegins {
            score *= (mainsEnds - second.mains) / (mainsEnds - mainsBegins)
            reasons.append(.mains)
        }
        return (score, reasons)
    }

    private func hasImplausibleInterval(
        _ covering: ArraySlice<Beat>, from start: Double, to end: Double
    ) -> Bool {
        guard let first = covering.first else { return true }
        var last = first.seconds < end ? first.seconds : max(0, start - Self.pauseMax.value)
        for beat in covering where beat.seconds > last {
            let interval = beat.seconds - last
            if beat.seconds >= start, interval > Self.pauseMax.value { return true }
            if beat.seconds >= start, beat.seconds != first.seconds,
                interval < Self.intervalMin.value
            {
                return true
            }
            last = beat.seconds
        }
        return end - last > Self.pauseMax.value
    }
}
