public import Foundation
public import Insights

/// A calibration as it is shipped: JSON with what it is worth, its reliability plot, and the line of
/// Swift that has to say the same.
public struct CalibrationFile {
    private let calibration: Calibration
    private let fittedOn: String
    private let tested: String
    private let reliability: Reliability

    /// - Parameters:
    ///   - fittedOn, tested: one sentence each: what the cases were.
    ///   - reliability: of cases that had no part in the fit.
    public init(
        _ calibration: Calibration, fittedOn: String, tested: String, reliability: Reliability
    ) {
        self.calibration = calibration
        self.fittedOn = fittedOn
        self.tested = tested
        self.reliability = reliability
    }

    public func write(to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try json.write(
            to: folder.appending(path: calibration.id + ".json"), atomically: true,
            encoding: .utf8)
        try ReliabilityPlot(reliability, title: calibration.id, subtitle: tested).svg.write(
            to: folder.appending(path: calibration.id + ".svg"), atomically: true,
            encoding: .utf8)
    }

    /// By hand, so that the keys keep their order and the numbers their digits.
    public var json: String {
        let worth = calibration.worth
        let kind: String
        let parameters: [(String, Double)]
        switch calibration.map {
        case .platt(let slope, let offset):
            (kind, parameters) = ("platt", [("slope", slope), ("offset", offset)])
        case .beta(let a, let b, let c):
            (kind, parameters) = ("beta", [("a", a), ("b", b), ("c", c)])
        }
        let named = parameters.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ")
        let ece = reliability.interval(of: \.calibrationError)
        let skill = reliability.interval(of: \.brierSkill)
        func interval(_ range: ClosedRange<Double>) -> String {
            "[\(Figures.fixed(range.lowerBound, 4)), \(Figures.fixed(range.upperBound, 4))]"
        }
        let bins = reliability.bins.map {
            "    {\"n\": \($0.count), \"said\": \(Figures.fixed($0.said, 4)), "
                + "\"came_true\": \(Figures.fixed($0.cameTrue, 4))}"
        }.joined(separator: ",\n")
        return """
            {
              "id": "\(calibration.id)",
              "kind": "\(kind)",
              "parameters": {\(named)},
            \(unrestLine)  "fitted_on": "\(fittedOn)",
              "n": \(calibration.count),
              "subjects": \(calibration.subjects),
              "tested_on": "\(tested)",
              "tested": {
                "n": \(worth.count),
                "base_rate": \(worth.baseRate),
                "brier": \(worth.brier),
                "brier_skill": \(worth.brierSkill),
                "brier_skill_ci95": \(interval(skill)),
                "ece": \(worth.calibrationError),
                "ece_ci95": \(interval(ece))
              },
              "bins": [
            \(bins)
              ]
            }

            """
    }

    private var unrestLine: String {
        guard let unrest = calibration.unrest else { return "" }
        return """
              "unrest": {"heart_rate": \(unrest.heartRateWeight), "sway": \(unrest.swayWeight), \
            "usual_heart_rate": \(unrest.usual.heartRate ?? 0), \
            "usual_sway": \(unrest.usual.sway ?? 0)},

            """
    }

    /// For Sources/Insights/Calibration+Shipped.swift.
    public var swift: String {
        let worth = calibration.worth
        let unrest =
            calibration.unrest.map {
                """

                    unrest: Unrest(
                        heartRateWeight: \($0.heartRateWeight), swayWeight: \($0.swayWeight),
                        usual: BoutUnrest(
                            heartRate: \($0.usual.heartRate ?? 0), sway: \($0.usual.sway ?? 0))),
                """
            } ?? ""
        return """
            Calibration(
                id: "\(calibration.id)", map: \(calibration.map),\(unrest)
                count: \(calibration.count), subjects: \(calibration.subjects),
                worth: Worth(
                    count: \(worth.count), baseRate: \(worth.baseRate), brier: \(worth.brier),
                    brierSkill: \(worth.brierSkill), calibrationError: \(worth.calibrationError)))
            """
    }
}
