import Biosignals
import Dashboard
import HRV
import Testing

@testable import Agent

struct TachogramPointsTests {
    private func beats(_ seconds: [Double], quality: Double = 1) -> [TimedBeat] {
        seconds.map { TimedBeat(source: .ecg, seconds: $0, quality: quality) }
    }

    private func edit(_ kind: BeatEdit.Kind, _ seconds: Double) -> BeatEdit {
        BeatEdit(kind: kind, seconds: seconds, costBefore: 2, costAfter: 1)
    }

    /// A beat put in at 2 s, one moved to 4 s, one taken out at 5.3 s, one left out at 7 s.
    @Test func everyEditIsShown() {
        let nn = NNIntervals(
            endSeconds: [1, 2, 3, 4, 5, 6],
            milliseconds: [1_000, 1_000, 1_000, 1_000, 1_000, 1_000],
            followsPrevious: [false, true, true, true, true, true],
            isReconstructed: [false, true, true, true, true, false],
            edits: [
                edit(.missed, 2), edit(.moved, 4.2), edit(.extra, 5.3), edit(.ectopic, 7),
            ], beatsTotal: 8)
        let points = TachogramPoints(settled: nn, until: 6, beats: beats([6, 6.7, 7.5])).points
        #expect(points.map(\.at) == [1, 2, 3, 4, 5, 6, 6.7, 7.5])
        #expect(
            points.map(\.kind) == [
                .normal, .inserted, .moved, .moved, .moved, .deletedBefore, .normal, .normal,
            ])
    }

    @Test func aBeatThatWasLeftOutStandsWhereItWas() {
        let nn = NNIntervals(
            endSeconds: [1, 2], milliseconds: [1_000, 1_000], followsPrevious: [false, true],
            edits: [edit(.ectopic, 2.6)], beatsTotal: 4)
        let points = TachogramPoints(settled: nn, until: 3.5, beats: beats([1, 2, 2.6, 3.5])).points
        #expect(points.map(\.kind) == [.normal, .normal, .ectopic])
        #expect(abs((points.last?.milliseconds ?? 0) - 600) < 1e-9)
    }

    /// What has not settled is shown as it is, where it can be trusted and adjoins.
    @Test func theLatestBeatsAreThereAtOnce() {
        let none = NNIntervals(
            endSeconds: [], milliseconds: [], followsPrevious: [], beatsTotal: 0)
        let poor = beats([3], quality: 0.2)
        let points = TachogramPoints(
            settled: none, until: nil, beats: beats([0, 1, 2]) + poor + beats([4, 9])
        ).points
        #expect(points.map(\.at) == [1, 2])
    }
}
