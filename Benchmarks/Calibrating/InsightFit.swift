public import Insights
import Foundation

/// Fits the calibration of whole insights: the joint draws' probability and how uneven the bout's
/// minutes are, in one logistic regression.
public struct InsightFit: Sendable {
    /// Which kinds of unrest have a part.
    public struct Kinds: Sendable, Hashable {
        public let heartRate: Bool
        public let sway: Bool

        public init(heartRate: Bool, sway: Bool) {
            self.heartRate = heartRate
            self.sway = sway
        }

        public static let none = Kinds(heartRate: false, sway: false)
        public static let both = Kinds(heartRate: true, sway: true)
    }

    public let map: Calibration.Map
    public let unrest: Calibration.Unrest?

    public init(_ said: [InsightDays.Said], _ kinds: Kinds = .both) {
        let usual = BoutUnrest(
            heartRate: kinds.heartRate ? Self.mean(said.compactMap(\.unrest.heartRate)) : nil,
            sway: kinds.sway ? Self.mean(said.compactMap(\.unrest.sway)) : nil)
        // Weightless: only for its bounds and its centre.
        let frame = Calibration.Unrest(heartRateWeight: 0, swayWeight: 0, usual: usual)
        let rows = said.map { one in
            let p = max(
                Calibration.least, min(1 - Calibration.least, one.item.probability))
            let found = frame.bounded(one.unrest)
            return [-log(1 - p)]
                + (usual.heartRate.map { [(found.heartRate ?? $0) - $0] } ?? [])
                + (usual.sway.map { [(found.sway ?? $0) - $0] } ?? [])
        }
        let fit = LogisticFit(rows, said.map(\.item.isTrue), isBalanced: false)
        map = .beta(
            a: 0, b: Self.rounded(max(0, fit.slopes[0])), c: Self.rounded(fit.offset))
        let weights = fit.slopes.dropFirst().map(Self.rounded)
        unrest =
            kinds == .none
            ? nil
            : Calibration.Unrest(
                heartRateWeight: kinds.heartRate ? min(0, weights[0]) : 0,
                swayWeight: kinds.sway ? min(0, weights[weights.count - 1]) : 0,
                usual: BoutUnrest(
                    heartRate: usual.heartRate.map(Self.rounded),
                    sway: usual.sway.map(Self.rounded)))
    }

    /// What it makes of other insights.
    public func applied(to said: [InsightDays.Said]) -> Reliability {
        let calibration = Calibration(
            id: "", map: map, unrest: unrest, count: 0, subjects: 0,
            worth: .init(count: 0, baseRate: 0, brier: 0, brierSkill: 0, calibrationError: 0))
        return Reliability(
            said.map {
                Reliability.Case(
                    subject: $0.item.subject,
                    probability: calibration.apply($0.item.probability, unrest: $0.unrest),
                    isTrue: $0.item.isTrue)
            })
    }

    /// Each tenth of the days by a fit to the others: which kinds are worth having.
    public static func crossValidated(_ said: [InsightDays.Said], _ kinds: Kinds) -> Reliability {
        func fold(_ one: InsightDays.Said) -> Int { (Int(one.item.subject) ?? 0) % 10 }
        return Reliability(
            (0..<10).flatMap { part in
                InsightFit(said.filter { fold($0) != part }, kinds)
                    .applied(to: said.filter { fold($0) == part }).cases
            })
    }

    private static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    private static func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }
}
