import Biosignals
import DSP

/// Judges whole seconds of a respiration signal from its raw samples and its breaths.
///
/// Delay:  a second is judged when a breath after its end is known, at most 8 s later than that.
/// Source: breath durations as evidence, Charlton et al. (2021), doi:10.1016/j.bspc.2020.102339.
struct RespirationSecondJudge: Sendable {
    private struct Breath {
        var seconds: Double
        var quality: Double
    }

    /// A standstill to be named: a clipped breath out, whose onset can still be counted.
    private static let flatMin: Seconds = 1
    private static let flatScore = 0.6
    /// A standstill that hides whole breaths.
    private static let flatHard: Seconds = 3
    private static let wait: Seconds = 8
    /// A breath takes no less and no more than this: 60 to 4 a minute.
    static let durationMin: Seconds = 1
    static let durationMax: Seconds = 15
    /// Seconds over which movement within seconds is set against movement between them.
    private static let noiseSeconds = 10
    /// Share of the variance that lies within single seconds, about their own straight lines: below
    /// 0.2 for breathing of up to 30 a minute, near 1 for white noise and mains.
    private static let noiseBegins = 0.35
    private static let noiseEnds = 0.7

    private var raw: [RawSecond] = []
    private var recent: [RawSecond] = []
    private var breaths: [Breath] = []

    mutating func append(raw second: RawSecond) {
        raw.append(second)
        recent.append(second)
        if recent.count > Self.noiseSeconds { recent.removeFirst() }
    }

    mutating func append(breathAt seconds: Double, quality: Double) {
        breaths.append(Breath(seconds: seconds, quality: quality))
    }

    /// What the raw samples of the latest seconds alone say: an upper bound for their breaths.
    var latestBound: Double {
        guard let second = recent.last else { return 1 }
        return bound(of: second, noise: noiseShare).score
    }

    mutating func judge(
        settled: Seconds, isLast: Bool = false, into seconds: inout [SecondOfSignal]
    ) {
        while let second = raw.first {
            let end = Double(second.index + 1)
            let isFollowed = (breaths.last?.seconds ?? 0) >= end && settled.value >= end
            let hasWaited = recent.last.map { Double($0.index) >= end + Self.wait.value } ?? false
            guard isLast || isFollowed || hasWaited else { return }
            seconds.append(SecondOfSignal(index: second.index, quality: verdict(on: second)))
            raw.removeFirst()
            while breaths.count > 1, breaths[1].seconds < end { breaths.removeFirst() }
        }
    }

    private func verdict(on second: RawSecond) -> SignalQuality {
        var (score, reasons) = bound(of: second, noise: noiseShare)
        let end = Double(second.index + 1)
        let after = breaths.firstIndex { $0.seconds >= end } ?? (breaths.count - 1)
        let covering = breaths.prefix(after + 1)
        if covering.isEmpty {
            score *= 0.4
            reasons.append(Double(second.index) < Self.durationMax.value ? .settling : .implausible)
        } else if hasImplausibleDuration(covering, to: end) {
            score *= 0.4
            reasons.append(.implausible)
        }
        let agreement = covering.reduce(0) { $0 + $1.quality } / Double(max(1, covering.count))
        if !covering.isEmpty, agreement < 0.99 {
            score *= agreement
            reasons.append(.motion)
        }
        return SignalQuality(score: max(0, min(1, score)), reasons: reasons)
    }

    private func hasImplausibleDuration(_ covering: ArraySlice<Breath>, to end: Double) -> Bool {
        guard var last = covering.first?.seconds else { return true }
        for breath in covering.dropFirst() {
            let duration = breath.seconds - last
            let range = Self.durationMin.value...Self.durationMax.value
            if !range.contains(duration) { return true }
            last = breath.seconds
        }
        return end - last > Self.durationMax.value
    }

    /// Movement within the latest seconds, about their own straight lines, over all their movement.
    private var noiseShare: Double {
        guard recent.count > 3 else { return 0 }
        let count = Double(recent.count)
        let mean = recent.reduce(0) { $0 + $1.mean } / count
        let between = recent.reduce(0) { $0 + ($1.mean - mean) * ($1.mean - mean) } / count
        let all = between + recent.reduce(0) { $0 + $1.variance } / count
        let within = recent.reduce(0) { sum, second in
            // A line through few samples takes two of their degrees of freedom.
            let samples = Double(max(3, second.count))
            return sum + second.detrendedVariance * samples / (samples - 2)
        }
        return all > 0 ? min(1, within / count / all) : 0
    }

    private func bound(
        of second: RawSecond, noise: Double
    ) -> (score: Double, reasons: [SignalQuality.Reason]) {
        if Double(second.replaced) > 0.1 * Double(second.count) { return (0, [.gap]) }
        if second.longestRun >= Self.flatHard.value { return (0, [.flat]) }
        let isFlat = second.longestRun >= Self.flatMin.value
        let clean = isFlat ? Self.flatScore : 1
        guard noise > Self.noiseBegins else { return (clean, isFlat ? [.flat] : []) }
        let share = (Self.noiseEnds - noise) / (Self.noiseEnds - Self.noiseBegins)
        return (clean * max(0, share), isFlat ? [.noise, .flat] : [.noise])
    }
}
