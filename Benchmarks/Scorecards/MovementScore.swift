import Biosignals
import Calibrating

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

    /// Of the epochs of which something was said.
    var reliability: Reliability {
        Reliability(
            cases.compactMap { item in
                item.probability.map {
                    Reliability.Case(
                        subject: item.person, probability: $0, isTrue: item.isStationary)
                }
            })
    }

    var judgedCount: Int { cases.count { $0.probability != nil } }
    var accuracy: Double {
        let right = cases.count { $0.isStationary ? $0.saysStationary : $0.saysActive }
        return Double(right) / Double(max(1, cases.count))
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
