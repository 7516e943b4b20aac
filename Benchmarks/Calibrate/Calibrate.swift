import Calibrating
import Foundation
import Insights

/// Fits the calibration of whole insights to one set of seeded days and tells what it is worth on
/// another. Writes the JSON, the reliability plot, and prints the Swift that has to say the same.
///
///     swift run -c release --package-path Benchmarks calibrate Benchmarks/Calibrations
@main
enum Calibrate {
    private static let id = "stationary-3"

    static func main() throws {
        guard CommandLine.arguments.count == 2 else {
            FileHandle.standardError.write(Data("usage: calibrate FOLDER\n".utf8))
            exit(2)
        }
        let training = InsightDays.run(seeds: InsightDays.fitted)
        print(
            "whole insights of \(InsightDays.fitted.count) seeded days of "
                + "\(SyntheticDay.minuteCount) min, each tenth by a fit to the others\n")
        for (name, heartRate, sway) in [
            ("draws alone", false, false), ("and heart rate", true, false),
            ("and sway", false, true), ("and both", true, true),
        ] {
            let kinds = InsightFit.Kinds(heartRate: heartRate, sway: sway)
            print("\(name): " + InsightFit.crossValidated(training, kinds).text)
        }
        let fit = InsightFit(training)
        let tested = InsightDays.run(seeds: InsightDays.tested)
        print("\nfitted on all of them, \(InsightDays.tested.count) other days\n")
        print("raw: " + Reliability(tested.map(\.item)).text)
        let calibrated = fit.applied(to: tested)
        print("calibrated: " + calibrated.text)
        print("as said, capped at \(Confidence.valueMax): \(calibrated.capped.text)")
        for (name, tells) in [("time alone", false), ("with a decline", true)] {
            print("\(name): " + fit.applied(to: tested.filter { $0.tellsDecline == tells }).text)
        }
        let subjects = Set(training.map(\.item.subject)).count
        let file = CalibrationFile(
            Calibration(
                id: id, map: fit.map, unrest: fit.unrest, count: training.count,
                subjects: subjects, worth: CalibrationFit.worth(calibrated)),
            fittedOn: "insights of \(InsightDays.fitted.count) seeded synthetic days",
            tested:
                "insights of \(InsightDays.tested.count) other seeded synthetic days; no recorded "
                + "person",
            reliability: calibrated)
        try file.write(to: URL(filePath: CommandLine.arguments[1]))
        print("\n" + file.swift)
    }
}
