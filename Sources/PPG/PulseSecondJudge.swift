import Biosignals
import DSP
import RealModule

/// Judges whole seconds of a PPG from the raw samples, the low-passed ones and the pulses.
///
/// Delay:  a second is judged when a pulse after its end is known, at most 2 s later than that.
/// Source: flat lines of 0.2 s and more, Charlton et al. (2022), doi:10.1088/1361-6579/ac826d;
///         template correlation, rate and longest pause, Orphanidou et al. (2015),
///         doi:10.1109/JBHI.2014.2338351.
struct PulseSecondJudge: Sendable {
    private struct Pulse {
        var seconds: Double
        var agreement: PulseTemplate.Agreement?
    }

    private static let flatMin: Seconds = 0.2
    private static let flatHard: Seconds = 0.5
    private static let pauseMax: Seconds = 3
    private static let intervalMin: Seconds = 0.333
    private static let wait: Seconds = 2
    /// Share of a second's samples at its rails that is still a living signal.
    private static let railShareMax = 0.2
    private static let railShareHard = 0.5
    /// Share of the variance outside the pulse band that begins to count, and that ends it.
    private static let noiseBegins = 0.2
    private static let noiseEnds = 0.6

    /// What is left of a second in which the detectors disagree.
    private static let disagreementWorth = 0.7

    private var raw: [RawSecond] = []
    private var smooth: [VarianceMeter.Second] = []
    private var pulses: [Pulse] = []
    private var disagreements: [Double] = []
    /// What the samples alone say of the latest whole second: an upper bound for its pulses.
    private(set) var latestBound = 1.0

    mutating func append(raw second: RawSecond) { raw.append(second) }

    mutating func append(smooth second: VarianceMeter.Second) {
        smooth.append(second)
        guard let same = raw.last(where: { $0.index == second.index }) else { return }
        latestBound = bound(of: same).score
    }

    /// - Parameter agreement: nil for a pulse that had no template to be compared with.
    mutating func append(pulseAt seconds: Double, agreement: PulseTemplate.Agreement?) {
        pulses.append(Pulse(seconds: seconds, agreement: agreement))
    }

    /// One detector has found a pulse here, the other none.
    mutating func append(disagreementAt seconds: Double) { disagreements.append(seconds) }

    /// Judges what can be judged; `settled` is the time up to which all pulses are known.
    mutating func judge(
        settled: Seconds, isLast: Bool = false, into seconds: inout [SecondOfSignal]
    ) {
        while let second = raw.first {
            let end = Double(second.index + 1)
            let isFollowed = (pulses.last?.seconds ?? 0) >= end && settled.value >= end
            let hasWaited = settled.value >= end + Self.wait.value
            guard isLast || ((isFollowed || hasWaited) && hasNeighbour(second)) else { return }
            seconds.append(verdict(on: second))
            raw.removeFirst()
            while let old = smooth.first, old.index < second.index { smooth.removeFirst() }
            while let old = disagreements.first, old < end { disagreements.removeFirst() }
            while pulses.count > 1, pulses[1].seconds < end { pulses.removeFirst() }
        }
    }

    private func hasNeighbour(_ second: RawSecond) -> Bool {
        (smooth.last?.index ?? -1) >= second.index
    }

    private func verdict(on second: RawSecond) -> SecondOfSignal {
        var (score, reasons) = bound(of: second)
        let (start, end) = (Double(second.index), Double(second.index + 1))
        let after = pulses.firstIndex { $0.seconds >= end } ?? (pulses.count - 1)
        let covering = pulses.prefix(after + 1)
        let shape = correlation(of: covering)
        func lower(_ factor: Double, _ reason: SignalQuality.Reason) {
            score *= factor
            reasons.append(reason)
        }
        if hasImplausibleInterval(covering, from: start, to: end) { lower(0.3, .implausible) }
        if disagreements.contains(where: { start <= $0 && $0 < end }) {
            lower(Self.disagreementWorth, .detectorsDisagree)
        }
        if let shape {
            let worth = Self.worth(ofCorrelation: shape)
            if shape < PulseTemplate.correlationMin {
                lower(worth, shape < 0.6 ? .motion : .templateMismatch)
            } else {
                score *= worth
            }
        } else {
            lower(0.4, .settling)
        }
        return SecondOfSignal(
            index: second.index,
            quality: SignalQuality(score: max(0, min(1, score)), reasons: reasons),
            motionLogRMS: motion(of: covering))
    }

    /// 1 for perfect agreement, 0.5 at the accepted minimum, soon 0 below it.
    static func worth(ofCorrelation correlation: Double) -> Double {
        let limit = PulseTemplate.correlationMin
        if correlation >= limit { return 0.5 + 0.5 * (correlation - limit) / (1 - limit) }
        let share = max(0, correlation / limit)
        return 0.5 * share * share * share * share
    }

    private func bound(of second: RawSecond) -> (score: Double, reasons: [SignalQuality.Reason]) {
        if Double(second.replaced) > 0.1 * Double(second.count) { return (0, [.gap]) }
        if second.longestRun >= Self.flatHard.value { return (0, [.flat]) }
        if second.extremeShare >= Self.railShareHard { return (0, [.saturated]) }
        var score = 1.0
        var reasons: [SignalQuality.Reason] = []
        if second.longestRun >= Self.flatMin.value {
            score = 0.4
            reasons.append(.flat)
        }
        if second.extremeShare >= Self.railShareMax {
            score = min(score, 0.4)
            reasons.append(.saturated)
        }
        let noise = noiseShare(of: second)
        if noise > Self.noiseBegins {
            score *= max(0, (Self.noiseEnds - noise) / (Self.noiseEnds - Self.noiseBegins))
            reasons.insert(.noise, at: score == 0 ? 0 : reasons.count)
        }
        return (score, reasons)
    }

    /// Share of the raw variance that the low-pass took away, 0…1.
    private func noiseShare(of second: RawSecond) -> Double {
        guard second.variance > 0 else { return 0 }
        guard let kept = smooth.last(where: { $0.index == second.index }) else { return 0 }
        return 1 - min(1, kept.variance / second.variance)
    }

    private func hasImplausibleInterval(
        _ covering: ArraySlice<Pulse>, from start: Double, to end: Double
    ) -> Bool {
        var last = max(0, start - Self.pauseMax.value)
        if let first = covering.first, first.seconds < end { last = first.seconds }
        for pulse in covering.dropFirst() {
            let interval = pulse.seconds - last
            if interval < Self.intervalMin.value || interval > Self.pauseMax.value { return true }
            last = pulse.seconds
        }
        return end - last > Self.pauseMax.value || covering.isEmpty
    }

    private func correlation(of covering: ArraySlice<Pulse>) -> Double? {
        var (sum, count) = (0.0, 0.0)
        for pulse in covering {
            guard let agreement = pulse.agreement else { continue }
            sum += agreement.correlation
            count += 1
        }
        return count > 0 ? sum / count : nil
    }

    private func motion(of covering: ArraySlice<Pulse>) -> Double? {
        var (sum, count) = (0.0, 0.0)
        for pulse in covering {
            guard let agreement = pulse.agreement else { continue }
            sum += agreement.residual * agreement.residual
            count += 1
        }
        return sum > 0 ? Double.log(sum / count) / 2 : nil
    }
}
