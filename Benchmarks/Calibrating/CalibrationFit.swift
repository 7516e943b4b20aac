import Foundation
public import Insights

/// Fits a calibration to cases, of which those of one subject say nothing about that subject.
public enum CalibrationFit {
    /// Platt's two parameters, or three of the beta family; a parameter of the latter that comes out
    /// against the direction is left out (Kull et al. 2017).
    public enum Family: Sendable { case platt, beta }

    public static func map(_ reliability: Reliability, _ family: Family) -> Calibration.Map {
        let truths = reliability.cases.map(\.isTrue)
        func clamped(_ p: Double) -> Double {
            max(Calibration.least, min(1 - Calibration.least, p))
        }
        let ps = reliability.cases.map { clamped($0.probability) }
        guard family == .beta else {
            let fit = LogisticFit(ps.map { [log($0 / (1 - $0))] }, truths, isBalanced: false)
            return .platt(slope: rounded(max(0, fit.slopes[0])), offset: rounded(fit.offset))
        }
        let both = LogisticFit(ps.map { [log($0), -log(1 - $0)] }, truths, isBalanced: false)
        if both.slopes[0] >= 0, both.slopes[1] >= 0 {
            return .beta(
                a: rounded(both.slopes[0]), b: rounded(both.slopes[1]), c: rounded(both.offset))
        }
        let isLeft = both.slopes[0] < 0
        let one = LogisticFit(
            ps.map { [isLeft ? -log(1 - $0) : log($0)] }, truths, isBalanced: false)
        let slope = rounded(max(0, one.slopes[0]))
        return .beta(a: isLeft ? 0 : slope, b: isLeft ? slope : 0, c: rounded(one.offset))
    }

    /// Each subject's cases through a calibration fitted without that subject.
    public static func leavingOneOut(_ reliability: Reliability, _ family: Family) -> Reliability {
        let groups = Dictionary(grouping: reliability.cases, by: \.subject)
        return Reliability(
            groups.keys.sorted().flatMap { name in
                let map = map(
                    Reliability(reliability.cases.filter { $0.subject != name }), family)
                return applied(map, to: Reliability(groups[name] ?? [])).cases
            })
    }

    public static func applied(
        _ map: Calibration.Map, to reliability: Reliability
    ) -> Reliability {
        let calibration = Calibration(
            id: "", map: map, count: 0, subjects: 0, worth: worth(reliability))
        return Reliability(
            reliability.cases.map {
                Reliability.Case(
                    subject: $0.subject, probability: calibration.apply($0.probability),
                    isTrue: $0.isTrue)
            })
    }

    public static func worth(_ reliability: Reliability) -> Calibration.Worth {
        Calibration.Worth(
            count: reliability.count, baseRate: rounded(reliability.baseRate),
            brier: rounded(reliability.brier), brierSkill: rounded(reliability.brierSkill),
            calibrationError: rounded(reliability.calibrationError))
    }

    private static func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }
}
