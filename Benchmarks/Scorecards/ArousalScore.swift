import Foundation
import TestKit

/// Looks with a probability each: how well it separates stress from rest, and how well it is meant.
struct ArousalScore {
    struct Case {
        let person: Int
        let isStress: Bool
        let probability: Double
    }

    private static let draws = 2_000
    private static let bins = 5
    /// Fewer people drawn with replacement are no interval.
    private static let peopleMin = 5

    let cases: [Case]

    var people: Int { Set(cases.map(\.person)).count }
    var stressed: Int { cases.count(where: \.isStress) }

    var area: Double? { Self.area(cases) }

    /// Within each person, averaged; of people with looks of both kinds.
    var areaWithin: (mean: Double, people: Int)? {
        let areas = Set(cases.map(\.person)).sorted().compactMap { person in
            Self.area(cases.filter { $0.person == person })
        }
        return Statistics.mean(areas).map { ($0, areas.count) }
    }

    var brier: Double? { Self.brier(cases) }

    /// Against always saying the share of stress.
    var skill: Double? {
        let share = Double(stressed) / Double(max(1, cases.count))
        let base = share * (1 - share)
        return brier.flatMap { base > 0 ? 1 - $0 / base : nil }
    }

    /// Five bins with equally many looks.
    var calibrationError: Double? {
        guard !cases.isEmpty else { return nil }
        let sorted = cases.sorted { ($0.probability, $0.person) < ($1.probability, $1.person) }
        var error = 0.0
        for bin in 0..<Self.bins {
            let part = sorted[
                bin * sorted.count / Self.bins..<(bin + 1) * sorted.count / Self.bins]
            let said = part.reduce(0) { $0 + $1.probability }
            error += abs(said - Double(part.count(where: \.isStress)))
        }
        return error / Double(sorted.count)
    }

    /// Percentiles 2.5 and 97.5 over people drawn with replacement, seeded. With so few people an
    /// interval this way is still too narrow.
    func interval(_ value: (ArousalScore) -> Double?) -> ClosedRange<Double>? {
        let groups = Dictionary(grouping: cases, by: \.person).sorted { $0.key < $1.key }
            .map(\.value)
        guard groups.count >= Self.peopleMin else { return nil }
        var generator = SeededGenerator(seed: 6)
        let values = (0..<Self.draws).compactMap { _ in
            let drawn = groups.indices.flatMap { _ in
                groups[Int.random(in: groups.indices, using: &generator)]
            }
            return value(ArousalScore(cases: drawn))
        }
        guard let low = Statistics.percentile(2.5, of: values),
            let high = Statistics.percentile(97.5, of: values)
        else { return nil }
        return low...high
    }

    private static func area(_ cases: [Case]) -> Double? {
        Statistics.areaUnderCurve(
            high: cases.filter(\.isStress).map(\.probability),
            low: cases.filter { !$0.isStress }.map(\.probability))
    }

    private static func brier(_ cases: [Case]) -> Double? {
        Statistics.mean(
            cases.map {
                let miss = $0.probability - ($0.isStress ? 1 : 0)
                return miss * miss
            })
    }
}
