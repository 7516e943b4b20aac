import Biosignals
import Foundation
import HRV
import TestKit
import Testing

/// On annotated days the intervals of short windows hold the value of the five minutes around them as
/// often as they say. The scorecard has the whole table; here every fifth five minutes of nsr001, on
/// which nothing was fitted.
@Suite struct HRVCoverageTests {
    @Test func shortWindowsHoldTheFiveMinutes() throws {
        guard let folder = developmentData("hrv/nsr2db") else {
            print("HRVCoverageTests: hrv/nsr2db was not found; set HEALTHYPI_DATA to score it.")
            return
        }
        let text = try String(
            contentsOf: folder.appending(path: "nsr001.rr.csv"), encoding: .utf8)
        let rows = text.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
            .compactMap { row -> (end: Double, interval: Double)? in
                guard row.count > 2, row[2].hasPrefix("NN"), let end = Double(row[0]),
                    let interval = Double(row[1])
                else { return nil }
                return (end, interval)
            }
        let analyzer = try HRVAnalyzer()
        var (held, count) = ([HRVMeasureName: Int](), [HRVMeasureName: Int]())
        var next = 0
        var start = rows[0].end
        while start + 300 < rows[rows.count - 1].end {
            while rows[next].end - rows[next].interval / 1_000 < start { next += 1 }
            let whole = rows[next...].prefix { $0.end <= start + 300 }
            defer { start += 5 * 300 }
            guard let truth = panel(Array(whole), 300, analyzer) else { continue }
            for (from, length) in [(120.0, 60.0), (0, 180), (60, 240)] {
                let part = whole.filter {
                    $0.end <= start + from + length
                        && $0.end - $0.interval / 1_000 >= start + from
                }
                for measure in panel(part, length, analyzer)?.measures ?? [] {
                    guard let interval = measure.interval95, let value = truth[measure.name].value
                    else { continue }
                    count[measure.name, default: 0] += 1
                    if interval.contains(value) { held[measure.name, default: 0] += 1 }
                }
            }
        }
        for name in [HRVMeasureName.meanNN, .rmssd, .hfPower, .sdnn, .sampEn] {
            let all = try #require(count[name])
            // Of 30 with 95 % each, fewer than 85 % hold once in 60 times; all may.
            let share = Double(held[name] ?? 0) / Double(all)
            #expect(all >= 30 && share >= 0.85, "\(name): \(share) of \(all)")
        }
    }

    /// Nil where an artefact is in it.
    private func panel(
        _ rows: [(end: Double, interval: Double)], _ window: Double, _ analyzer: HRVAnalyzer
    ) -> HRVPanel? {
        guard let first = rows.first else { return nil }
        let beats = [first.end - first.interval / 1_000] + rows.map(\.end)
        let nn = NNEditor().edit(RRIntervals(beatSeconds: beats))
        guard nn.edits.isEmpty else { return nil }
        return analyzer.panel(of: nn, window: Seconds(window), usable: 1)
    }
}
