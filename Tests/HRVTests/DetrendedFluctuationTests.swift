import Biosignals
import Foundation
import HRV
import RealModule
import TestKit
import Testing

@Suite struct DetrendedFluctuationTests {
    /// What dfa.c prints for 106,084 intervals: lg n and lg F(n) to six digits.
    @Test func thePhysioNetSeries() throws {
        guard let folder = developmentData("hrv/physionet_dfa") else {
            print("hrv/physionet_dfa is not here: its fluctuations are not checked.")
            return
        }
        func numbers(_ name: String) throws -> [[Double]] {
            let text = try String(
                contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            return text.split(separator: "\n").map { line in
                line.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
            }
        }
        let series = try numbers("rr_samples.txt").map { try #require($0.first) }
        #expect(series.count == 106_084)
        var compared = 0
        for (index, row) in try numbers("expected_log10n_log10F.txt").enumerated() {
            // A few scales stand for all, so that a debug build takes no longer than a second.
            guard index % 8 == 0 || row[0] > 4 else { continue }
            let scale = Int(Double.exp10(row[0]).rounded())
            let found = try #require(
                DetrendedFluctuation.fluctuations(series, scales: scale...scale))
            expect(.log10(found[0]), isClose: row[1], within: 5.1e-6)
            compared += 1
        }
        #expect(compared >= 8)
    }

    /// Time reversal does nothing where the windows fill the series; scaling scales F.
    @Test func laws() throws {
        let series = rhythm(320)
        let plain = try #require(DetrendedFluctuation.fluctuations(series, scales: 16...16))
        let scaled = try #require(
            DetrendedFluctuation.fluctuations(series.map { 3 * $0 + 100 }, scales: 16...16))
        let reversed = try #require(
            DetrendedFluctuation.fluctuations(series.reversed(), scales: 16...16))
        expect(scaled[0], isClose: 3 * plain[0], withinRelative: 1e-9)
        // The reversed profile is the negated one, read from the other end and shifted by one
        // value: its windows hold other fifteen of sixteen.
        expect(reversed[0], isClose: plain[0], withinRelative: 0.2)
    }
}
