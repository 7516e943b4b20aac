import Biosignals
import Foundation
import HRV
import RealModule
import TestKit
import Testing

struct EctopicBeatsTests {
    /// A calm rhythm in which the beats named came at `share` of their time.
    private func series(
        _ count: Int = 200, early: [Int] = [], share: Double = 0.6, pause: (Double) -> Double
    ) -> [Double] {
        var rr = rhythm(count)
        for index in early {
            rr[index] *= share
            rr[index + 1] = pause(rr[index + 1])
        }
        return rr
    }

    private func found(_ rr: [Double]) -> [Int] {
        EctopicBeats(of: RRIntervals(milliseconds: rr)).indices
    }

    @Test func aFullPauseMakesAPrematureBeatEctopic() {
        // 60 % of a cycle early, then 140 %: the sinus node did not notice.
        #expect(found(series(early: [60, 120]) { 1.4 * $0 }) == [60, 120])
    }

    @Test func aPrematureBeatThatResetsTheCycleIsEctopic() {
        #expect(found(series(early: [60, 120], share: 0.65) { 1.05 * $0 }) == [60, 120])
    }

    @Test func anInterpolatedBeatIsEctopic() {
        // One cycle cut in 55 and 45 %.
        var rr = rhythm(200)
        rr.insert(rr[80] * 0.45, at: 81)
        rr[80] *= 0.55
        #expect(found(rr) == [80])
    }

    @Test func everySecondBeatMayBeEctopic() {
        var rr = rhythm(240)
        let early = Array(stride(from: 61, to: 181, by: 2))
        for index in early {
            rr[index] *= 0.65
            rr[index + 1] *= 1.35
        }
        #expect(found(rr) == early)
    }

    @Test func everyThirdBeatMayBeEctopic() {
        let early = Array(stride(from: 30, to: 180, by: 3))
        #expect(found(series(early: early) { 1.4 * $0 }) == early)
    }

    @Test(arguments: [2.0, 3.0])
    func missedBeatsAreNotEctopic(_ cycles: Double) {
        var rr = rhythm(200)
        rr[90] *= cycles
        #expect(found(rr) == [])
    }

    @Test func aPauseIsNotEctopic() {
        var rr = rhythm(200)
        rr[90] = 2_300
        #expect(found(rr) == [])
    }

    @Test func aHealthyRhythmHasNone() {
        for seed in 1...20 as ClosedRange<UInt64> {
            #expect(found(rhythm(400, seed: seed)) == [], "seed \(seed)")
        }
    }

    @Test func aRunUpAndDownHasNone() {
        // Exercise: 900 ms to 450 ms and back, half a percent a beat.
        let rr = rhythm(600).indices.map { index in
            900 * Double.exp(-0.7 * Double.sin(.pi * Double(index) / 600))
        }
        #expect(found(rr) == [])
    }

    @Test func timeScalesOut() {
        let rr = series(early: [40, 90, 91, 150]) { 1.3 * $0 }
        let (own, slow) = (
            EctopicBeats(of: RRIntervals(milliseconds: rr)),
            EctopicBeats(of: RRIntervals(milliseconds: rr.map { 1.2 * $0 }))
        )
        #expect(own.indices == slow.indices)
        for (left, right) in zip(own.logOdds, slow.logOdds) {
            #expect(abs(left - right) < 1e-6)
        }
    }

    @Test func nothingIsInferredAcrossAGap() {
        let rr = series(early: [60]) { 1.4 * $0 }
        var broken = RRIntervals()
        for part in 0..<2 {
            var end = Double(part) * 1_000
            for (index, interval) in rr.enumerated() {
                end += interval / 1_000
                broken.append(endSeconds: end, milliseconds: interval, followsPrevious: index > 0)
            }
        }
        #expect(EctopicBeats(of: broken).indices == [60, 260])
        let alone = EctopicBeats(of: RRIntervals(milliseconds: rr)).logOdds
        #expect(EctopicBeats(of: broken).logOdds == alone + alone)
    }

    /// Beats in time whose shape is that of the early ones are of their kind.
    @Test func beatsThatLookEctopicAreEctopic() {
        let early = Array(stride(from: 20, to: 180, by: 10))
        let inTime = [55, 105]
        let rr = series(early: early) { 1.4 * $0 }
        var series = RRIntervals()
        var end = 0.0
        var generator = SeededGenerator(seed: 4)
        for (index, interval) in rr.enumerated() {
            end += interval / 1_000
            var shape = SIMD8<Float>(1, 0, -0.8, 0, 0.3, 0, -0.1, 0)
            if early.contains(index) || inTime.contains(index) {
                shape = SIMD8<Float>(-0.5, 1.2, 0.4, 0.2, 0, 0.1, 0, 0)
            }
            for place in 0..<8 { shape[place] += Float.random(in: -0.03...0.03, using: &generator) }
            series.append(
                endSeconds: end, milliseconds: interval, followsPrevious: true,
                evidence: Fiducial.Evidence(amplitude: 1, margin: 2, shape: shape))
        }
        #expect(EctopicBeats(of: series).indices == (early + inTime).sorted())
    }

    @Test func whateverComesNothingBreaks() {
        var generator = SeededGenerator(seed: 9)
        for count in [0, 1, 2, 3, 5, 19, 200] {
            let rr = (0..<count).map { _ in
                Double.exp(Double.random(in: 2...9, using: &generator))
            }
            let beats = EctopicBeats(of: RRIntervals(milliseconds: rr))
            #expect(beats.logOdds.count == count)
            #expect(beats.logOdds.allSatisfy { $0.isFinite })
            #expect(beats.indices.allSatisfy { (0..<count).contains($0) })
        }
    }

    /// Frequent and rare, ventricular and atrial: bigeminy (106), trigeminy (119), 4 % (118), runs (209).
    @Test(arguments: [("106", 98.0), ("119", 98.0), ("118", 95.0), ("209", 90.0), ("116", 97.0)])
    func staysAboveItsFloor(_ record: String, _ floor: Double) throws {
        guard let folder = developmentData("ecg/mitdb") else {
            print("EctopicBeatsTests: ecg/mitdb was not found; set HEALTHYPI_DATA to score it.")
            return
        }
        let table = try String(
            contentsOf: folder.appending(path: "\(record).beats.csv"), encoding: .utf8)
        let beats = table.split(whereSeparator: \.isNewline).dropFirst()
            .map { $0.split(separator: ",") }
            .compactMap { row in Double(row[0]).map { (seconds: $0 / 360, word: row[1]) } }
            .filter { "NLRBaAJSVFejnE/fQ".contains($0.word) }
        let rr = RRIntervals(beatSeconds: beats.map(\.seconds), longest: 10)
        let named = Set(EctopicBeats(of: rr).indices.map { $0 + 1 })
        let ectopic = beats.indices.dropFirst().filter { "aAJSVFEejn".contains(beats[$0].word) }
        let normal = beats.indices.dropFirst().filter { "NLRB".contains(beats[$0].word) }
        let sensitivity = 100 * Double(ectopic.count { named.contains($0) }) / Double(ectopic.count)
        let specificity =
            100 - 100 * Double(normal.count { named.contains($0) }) / Double(normal.count)
        #expect(sensitivity >= floor, "\(record)")
        #expect(specificity >= 98, "\(record)")
    }
}
