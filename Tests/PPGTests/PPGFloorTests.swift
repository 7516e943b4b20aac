import Biosignals
import Foundation
import PPG
import TestKit
import Testing

/// The first minutes of every BIDMC record at hand against its ECG beats: one lag per record
/// between 0 and 1 s, 150 ms (`BeatMatch`), disputed stretches left out, nothing else.
@Suite struct PPGFloorTests {
    private static let rate = 125.0
    private static let limit = Int(90 * rate)

    private struct Score {
        var live = BeatMatch()
        var good = BeatMatch()
        var offline = BeatMatch()
    }

    @Test func bidmcDoesNotGetWorse() throws {
        guard let folder = developmentData("ppg_resp/bidmc") else {
            print("ppg_resp/bidmc was not found: its floor is not tested.")
            return
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let records = names.filter { $0.hasSuffix(".hea") }.map { String($0.dropLast(4)) }.sorted()
        #expect(!records.isEmpty)
        var sum = Score()
        for record in records {
            let one = try score(folder.appendingPathComponent(record).path)
            sum.live = sum.live + one.live
            sum.good = sum.good + one.good
            sum.offline = sum.offline + one.offline
        }
        let (live, offline) = (sum.live.f1, sum.offline.f1)
        #expect(live >= 99.2, "live F1 is \(live) % of \(sum.live.matched + sum.live.missed) beats")
        #expect(offline >= max(99.3, live), "offline F1 is \(offline) %, live \(live) %")
        #expect(sum.good.positivePredictivity >= 99.8, "+P of the good ones")
        #expect(sum.good.sensitivity >= 95, "Se of the good ones is \(sum.good.sensitivity) %")
    }

    private func score(_ record: String) throws -> Score {
        // Of three channels PLETH is the second.
        let file = URL(fileURLWithPath: record + ".dat")
        let signal = Array(try format16Channel(1, of: 3, in: file).prefix(Self.limit))
        var processor = try PPGProcessor(rate: 125)
        var output = PPGOutput()
        processor.process(signal, into: &output)
        processor.finish(into: &output)
        let revised = try PPGReview(rate: 125).revise(
            signal, found: output, isInverted: processor.isInverted)

        let end = Double(Self.limit) - 2 * Self.rate
        var disputed = try rows(record + ".uncertain.csv").map { $0[0]..<$0[1] }
        disputed.append(end..<1e9)
        disputed.append(-1e9..<0)
        let beats = try rows(record + ".ecg_beats_consensus.csv").map { $0[0] }
            .prefix { $0 < end + 300 }
        func match(_ pulses: [Fiducial], _ lag: Double) -> BeatMatch {
            BeatMatch(
                reference: Array(beats), test: pulses.map { $0.position - lag },
                window: 0.15 * Self.rate, excluding: disputed)
        }
        func best(_ pulses: [Fiducial]) -> Double {
            stride(from: 0.0, through: Self.rate, by: 5)
                .max { match(pulses, $0).matched < match(pulses, $1).matched } ?? 0
        }
        let lag = best(output.pulses)
        let good = output.pulses.filter { $0.quality >= SignalQuality.usableMin }
        return Score(
            live: match(output.pulses, lag), good: match(good, lag),
            offline: match(revised.pulses, best(revised.pulses)))
    }

    private func rows(_ path: String) throws -> [[Double]] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").dropFirst()
            .map { $0.split(separator: ",").compactMap { Double($0) } }
            .filter { !$0.isEmpty }
    }
}
