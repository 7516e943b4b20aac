import Biosignals
import Insights

/// What probabilities are worth: of each case what was said, whether it came true, and whose it is.
public struct Reliability: Sendable {
    public struct Case: Sendable {
        public let subject: String
        public let probability: Double
        public let isTrue: Bool

        public init(subject: String, probability: Double, isTrue: Bool) {
            self.subject = subject
            self.probability = probability
            self.isTrue = isTrue
        }
    }

    /// Cases of about the same probability.
    public struct Bin: Sendable {
        public let count: Int
        public let said: Double
        public let cameTrue: Double
    }

    public static let binCount = 10

    public let cases: [Case]

    public init(_ cases: [Case]) { self.cases = cases }

    /// As insights say them: none above `Confidence.valueMax`.
    public var capped: Reliability {
        Reliability(
            cases.map {
                Case(
                    subject: $0.subject, probability: min(Confidence.valueMax, $0.probability),
                    isTrue: $0.isTrue)
            })
    }

    public var count: Int { cases.count }
    public var subjects: Int { Set(cases.map(\.subject)).count }
    private var number: Double { Double(max(1, cases.count)) }
    public var baseRate: Double { Double(cases.count { $0.isTrue }) / number }

    public var brier: Double {
        cases.reduce(0) { sum, item in
            let error = item.probability - (item.isTrue ? 1 : 0)
            return sum + error * error
        } / number
    }

    /// 1 − Brier score over that of always saying the base rate.
    public var brierSkill: Double { 1 - brier / max(1e-12, baseRate * (1 - baseRate)) }

    /// Ten bins of equal mass. Equal probabilities keep the order they came in: put in order of what
    /// came true, they would look worse than they are.
    public var bins: [Bin] {
        let sorted = cases.enumerated().sorted {
            ($0.element.probability, $0.offset) < ($1.element.probability, $1.offset)
        }
        return (0..<Self.binCount).compactMap { bin in
            let first = sorted.count * bin / Self.binCount
            let part = sorted[first..<(sorted.count * (bin + 1) / Self.binCount)]
            guard !part.isEmpty else { return nil }
            let size = Double(part.count)
            return Bin(
                count: part.count, said: part.reduce(0) { $0 + $1.element.probability } / size,
                cameTrue: Double(part.count { $0.element.isTrue }) / size)
        }
    }

    /// Expected calibration error.
    public var calibrationError: Double {
        bins.reduce(0) { $0 + Double($1.count) * abs($1.said - $1.cameTrue) } / number
    }

    /// What these very probabilities would show by chance if they were right: a set too small cannot
    /// tell less than this from nothing. `share`: how often it would be as much as was found or more.
    public func chance(seed: UInt64 = 11, draws: Int = 400) -> (
        mean: Double, p95: Double, share: Double
    ) {
        var generator = SplitMix64(seed: seed)
        let found = calibrationError
        let errors = (0..<draws).map { _ in
            Reliability(
                cases.map {
                    Case(
                        subject: $0.subject, probability: $0.probability,
                        isTrue: Double.random(in: 0..<1, using: &generator) < $0.probability)
                }
            ).calibrationError
        }.sorted()
        return (
            errors.reduce(0, +) / Double(draws), errors[draws * 95 / 100],
            Double(errors.count { $0 >= found }) / Double(draws)
        )
    }

    /// 95 % interval of a figure, subjects drawn with replacement.
    public func interval(
        seed: UInt64 = 7, draws: Int = 400, of figure: (Reliability) -> Double
    ) -> ClosedRange<Double> {
        let groups = Dictionary(grouping: cases, by: \.subject)
        let names = groups.keys.sorted()
        var generator = SplitMix64(seed: seed)
        let values = (0..<draws).map { _ in
            figure(
                Reliability(
                    names.flatMap { _ in
                        groups[names.randomElement(using: &generator) ?? ""] ?? []
                    }))
        }.sorted()
        guard let first = values.first, let last = values.last, draws >= 40 else { return 0...1 }
        return max(first, values[draws * 25 / 1_000])...min(last, values[draws * 975 / 1_000])
    }

    public var text: String {
        let (ece, skill) = (interval(of: \.calibrationError), interval(of: \.brierSkill))
        let chance = chance()
        return "n \(count) of \(subjects), true \(Figures.three(baseRate)); ECE "
            + "\(Figures.three(calibrationError)) [\(Figures.three(ece.lowerBound)), "
            + "\(Figures.three(ece.upperBound))] (by chance \(Figures.three(chance.mean)), up to "
            + "\(Figures.three(chance.p95))); Brier \(Figures.three(brier)), skill "
            + "\(Figures.three(brierSkill)) [\(Figures.three(skill.lowerBound)), "
            + "\(Figures.three(skill.upperBound))]"
    }
}

/// Numbers as text without Foundation.
enum Figures {
    static func three(_ value: Double) -> String { fixed(value, 3) }

    static func fixed(_ value: Double, _ digits: Int) -> String {
        var scale = 1
        for _ in 0..<digits { scale *= 10 }
        let whole = Int((abs(value) * Double(scale)).rounded())
        let rest = String(whole % scale)
        return (value < 0 && whole > 0 ? "-" : "") + "\(whole / scale)."
            + String(repeating: "0", count: digits - rest.count) + rest
    }
}
