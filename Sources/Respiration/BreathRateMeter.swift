import Biosignals

/// Breaths and judged seconds of a `RespirationProcessor` to the rate of the last 60 s.
///
/// Input:  breaths and seconds in the order the processor gives them, seconds since its first sample.
/// Output: every four seconds, at whole multiples of four, the rate of the intervals between usable
///         breaths of the last 60 s; unavailable if less than half of the stretch is usable.
/// Delay:  that of the judged seconds.
/// Gaps:   seconds left out are counted as not usable, and no interval is taken across one or across
///         more than 15 s.
struct BreathRateMeter: Sendable {
    private static let window = 60
    private static let step = 4
    private static let breathsMin = 3
    /// Over 60 a minute, which `RespirationProcessor` does not find.
    private static let capacity = 96

    private var times: [Double] = []
    private var isUsable: [Bool] = []
    private var seconds: [SecondOfSignal] = []
    private var witness = BreathingWitness()
    private var first: Int?

    init() {
        times.reserveCapacity(Self.capacity)
        isUsable.reserveCapacity(Self.capacity)
        seconds.reserveCapacity(Self.window + 1)
    }

    /// The low-passed signal, of which the witness makes up its own mind.
    mutating func append(_ sample: Double, at time: Double) {
        witness.append(sample, at: time)
    }

    /// A breath in that began then; left out unless it is later than the one before.
    mutating func append(breathAt time: Seconds, quality: Double) {
        guard time.value.isFinite, times.last.map({ time.value > $0 }) ?? true else { return }
        if times.count == Self.capacity {
            times.removeFirst()
            isUsable.removeFirst()
        }
        times.append(time.value)
        isUsable.append(quality >= SignalQuality.usableMin)
    }

    /// The next judged second, once the breaths within it were appended; an estimate if it is the
    /// last of four.
    mutating func process(_ second: SecondOfSignal) -> RespirationEstimate? {
        if let last = seconds.last, second.index <= last.index { return nil }
        if first == nil { first = second.index }
        seconds.append(second)
        let end = second.index + 1
        seconds.removeAll { $0.index < end - Self.window }
        guard end % Self.step == 0 else { return nil }
        return estimate(end: end)
    }

    private mutating func estimate(end: Int) -> RespirationEstimate {
        let start = max(end - Self.window, first ?? end)
        let usable = Double(seconds.count { $0.quality.isUsable }) / Double(end - start)
        let (sum, count) = intervals(from: Double(start), to: Double(end))
        var quality = quality(from: start, to: end)
        let rate = PerMinute(count > 0 ? 60 * Double(count) / sum : 0)
        if count > 0, let prominence = witness.prominence(of: rate, before: end) {
            let score = SpectrumFusion.score(prominence: prominence, modulations: 1)
            if score < quality.score {
                let others = quality.reasons.filter { $0 != .noise }
                quality = SignalQuality(score: score, reasons: [.noise] + others)
            }
        }
        let said: Estimate<PerMinute> =
            if usable < SignalQuality.usableMin || !quality.isUsable {
                .unavailable(
                    .poorSignal(
                        usable: min(usable, quality.score), needed: SignalQuality.usableMin))
            } else if count < Self.breathsMin {
                .unavailable(.tooFewIntervals(found: count, needed: Self.breathsMin))
            } else {
                .value(rate)
            }
        return RespirationEstimate(
            source: .direct, start: Seconds(Double(start)), end: Seconds(Double(end)), rate: said,
            quality: quality)
    }

    /// What the seconds of the stretch say together.
    private func quality(from start: Int, to end: Int) -> SignalQuality {
        let score = seconds.reduce(0) { $0 + $1.quality.score } / Double(end - start)
        return SignalQuality(
            score: max(0, min(1, score)), reasons: reasons(missing: end - start > seconds.count))
    }

    /// Sum and number of the intervals between usable breaths that follow each other.
    private func intervals(from start: Double, to end: Double) -> (sum: Double, count: Int) {
        var (sum, count) = (0.0, 0)
        for place in times.indices.dropFirst()
        where times[place - 1] >= start && times[place] < end
            && isUsable[place] && isUsable[place - 1]
        {
            let interval = times[place] - times[place - 1]
            guard interval <= RespirationSecondJudge.durationMax.value,
                isHeard(from: times[place - 1], to: times[place])
            else { continue }
            sum += interval
            count += 1
        }
        return (sum, count)
    }

    /// Whether every second of a stretch was judged.
    private func isHeard(from start: Double, to end: Double) -> Bool {
        let wanted = Int(start.rounded(.down))...Int(end.rounded(.down))
        return seconds.count { wanted.contains($0.index) } == wanted.count
    }

    /// The seconds' reasons, the commonest first.
    private func reasons(missing: Bool) -> [SignalQuality.Reason] {
        if !missing, seconds.allSatisfy(\.quality.reasons.isEmpty) { return [] }
        let all = SignalQuality.Reason.allCases
        let counts = all.map { reason in
            seconds.count { $0.quality.reasons.contains(reason) }
        }
        var named = all.indices.filter { counts[$0] > 0 }
            .sorted { (counts[$0], $1) > (counts[$1], $0) }.map { all[$0] }
        if missing, !named.contains(.gap) { named.append(.gap) }
        return named
    }
}
