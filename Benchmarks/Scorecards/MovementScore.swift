import Biosignals
import Foundation

/// What verdicts about stationary time are worth: of each case what was said, how surely, and what
/// was true.
struct MovementScore {
    struct Case {
        let person: String
        let group: String
        /// Nil where nothing was said.
        let probability: Double?
        let isStationary: Bool

        var saysStationary: Bool { (probability ?? 0) >= 0.5 }
        var saysActive: Bool { (probability ?? 1) < 0.5 }
    }

    let cases: [Case]

    /// Of the stationary epochs; an epoch of which nothing was said counts as missed.
    var f1: Double { Self.f1(cases, { $0.saysStationary }, { $0.isStationary }) }
    var f1Active: Double { Self.f1(cases, { $0.saysActive }, { !$0.isStationary }) }

    private static func f1(
        _ cases: [Case], _ told: (Case) -> Bool, _ isTrue: (Case) -> Bool
    ) -> Double {
        let hits = cases.count { told($0) && isTrue($0) }
        return 2 * Double(hits)
            / Double(max(1, cases.count(where: told) + cases.count(where: isTrue)))
    }

    private var judged: [(p: Double, y: Double)] {
        cases.compactMap { item in item.probability.map { ($0, item.isStationary ? 1 : 0) } }
    }

    var judgedCount: Int { judged.count }
    var accuracy: Double {
        let right = cases.count { $0.isStationary ? $0.saysStationary : $0.saysActive }
        return Double(right) / Double(max(1, cases.count))
    }
    var brier: Double {
        judged.reduce(0) { $0 + ($1.p - $1.y) * ($1.p - $1.y) } / Double(max(1, judged.count))
    }
    /// 1 − Brier score over that of always saying the base rate.
    var brierSkill: Double {
        let base = judged.reduce(0) { $0 + $1.y } / Double(max(1, judged.count))
        return 1 - brier / max(1e-12, base * (1 - base))
    }

    /// Expected calibration error over ten bins of equal mass.
    var calibrationError: Double { Self.calibrationError(judged) }

    /// What a perfectly calibrated model with these very probabilities would show by chance: a set
    /// too small cannot tell less than this from nothing.
    func chanceCalibrationError(seed: UInt64 = 11, draws: Int = 400) -> (mean: Double, p95: Double)
    {
        var generator = SplitMix64(seed: seed)
        let errors = (0..<draws).map { _ in
            Self.calibrationError(
                judged.map { ($0.p, Double.random(in: 0..<1, using: &generator) < $0.p ? 1 : 0) })
        }.sorted()
        return (errors.reduce(0, +) / Double(draws), errors[draws * 95 / 100])
    }

    private static func calibrationError(_ judged: [(p: Double, y: Double)]) -> Double {
        let sorted = judged.sorted { ($0.p, $0.y) < ($1.p, $1.y) }
        let bins = 10
        var error = 0.0
        for bin in 0..<bins {
            let part = sorted[(sorted.count * bin / bins)..<(sorted.count * (bin + 1) / bins)]
            error += abs(part.reduce(0) { $0 + $1.p - $1.y })
        }
        return error / Double(max(1, sorted.count))
    }

    /// 95 % interval of a figure, people drawn with replacement.
    func bootstrapOverPeople(
        seed: UInt64 = 7, draws: Int = 2_000, _ figure: (MovementScore) -> Double
    ) -> ClosedRange<Double> {
        let people = Dictionary(grouping: cases, by: \.person)
        let names = people.keys.sorted()
        var generator = SplitMix64(seed: seed)
        let values = (0..<draws).map { _ in
            figure(
                MovementScore(
                    cases: names.flatMap { _ in
                        people[names.randomElement(using: &generator) ?? ""] ?? []
                    }))
        }.sorted()
        return values[draws * 25 / 1_000]...values[draws * 975 / 1_000]
    }

    /// Wilson's 95 % interval of a share.
    static func wilson(_ hits: Int, of count: Int) -> ClosedRange<Double> {
        guard count > 0 else { return 0...1 }
        let (n, z) = (Double(count), 1.96)
        let share = Double(hits) / n
        let middle = (share + z * z / (2 * n)) / (1 + z * z / n)
        let half =
            z / (1 + z * z / n)
            * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        return max(0, middle - half)...min(1, middle + half)
    }
}
