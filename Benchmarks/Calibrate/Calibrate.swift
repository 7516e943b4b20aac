import Calibrating
import Foundation
import Insights

/// Fits the calibration of whole insights to one set of seeded days and tells what it is worth on
/// another. Writes the JSON, the reliability plot, and prints the Swift that has to say the same.
///
///     swift run -c release --package-path Benchmarks calibrate Benchmarks/Calibrations
@main
enum Calibrate {
    private static let fitted: Range<UInt64> = 1..<1_001
    private static let tested: Range<UInt64> = 100_001..<101_501

    static func main() throws {
        guard CommandLine.arguments.count == 2 else {
            FileHandle.standardError.write(Data("usage: calibrate FOLDER\n".utf8))
            exit(2)
        }
        let training = Reliability(InsightDays.run(seeds: fitted).all)
        let outcome = InsightDays.run(seeds: tested)
        let raw = Reliability(outcome.all)
        print("whole insights, \(tested.count) seeded days of \(SyntheticDay.minuteCount) min,")
        print("fitted on \(fitted.count) others (\(training.count) insights)\n")
        print("raw:        \(raw.text)")
        for (name, family) in [("platt", CalibrationFit.Family.platt), ("beta", .beta)] {
            let map = CalibrationFit.map(training, family)
            print("\(name): \(map)")
            print("            " + CalibrationFit.applied(map, to: raw).text)
        }
        let map = CalibrationFit.map(training, .beta)
        let calibrated = CalibrationFit.applied(map, to: raw)
        let capped = Reliability(
            calibrated.cases.map {
                Reliability.Case(
                    subject: $0.subject, probability: min(Confidence.valueMax, $0.probability),
                    isTrue: $0.isTrue)
            })
        print("as said, capped at \(Confidence.valueMax): \(capped.text)")
        for (name, cases) in [
            ("time alone", outcome.timeAlone), ("with a decline", outcome.withDecline),
        ] {
            print("\(name): " + CalibrationFit.applied(map, to: Reliability(cases)).text)
        }
        let file = CalibrationFile(
            Calibration(
                id: "stationary-2", map: map, count: training.count, subjects: training.subjects,
                worth: CalibrationFit.worth(calibrated)),
            fittedOn: "insights of \(fitted.count) seeded synthetic days",
            tested: "insights of \(tested.count) other seeded synthetic days; no recorded person",
            reliability: calibrated)
        try file.write(to: URL(filePath: CommandLine.arguments[1]))
        print("\n" + file.swift)
    }
}
