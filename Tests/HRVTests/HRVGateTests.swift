import Biosignals
import TestKit
import Testing

@testable import HRV

@Suite struct HRVGateTests {
    private let limits = HRVLimits()

    private func objection(
        _ name: HRVMeasureName, _ series: NNIntervals, _ window: Double, usable: Double = 1,
        rhythm: Unavailable? = nil
    ) -> Unavailable? {
        HRVGate(
            nn: series, window: Seconds(window), usable: usable, limits: limits, rhythm: rhythm
        ).objection(to: name)
    }

    @Test func anIrregularRhythmHasARateAndNoVariability() throws {
        let reason = Unavailable.rhythmIrregular(evidence: "intervals follow no pattern")
        let panel = try HRVAnalyzer().panel(
            of: nn(rhythm(352)), window: 300, usable: 1, rhythm: reason)
        for measure in panel.measures {
            switch measure.name {
            case .meanNN, .heartRate: #expect(measure.estimate.value != nil)
            default: #expect(measure.estimate == .unavailable(reason), "\(measure.name)")
            }
        }
        // A rate of too poor a signal is still none.
        #expect(
            objection(.heartRate, nn(rhythm(352)), 300, usable: 0.3, rhythm: reason)?.code
                == "poorSignal")
    }

    @Test func aSlowHeartHasTooFewIntervalsNotTooShortAWindow() {
        let slow = nn(Array(repeating: 2_400, count: 25))
        #expect(objection(.rmssd, slow, 60) == .tooFewIntervals(found: 25, needed: 30))
        #expect(objection(.meanNN, slow, 60) == nil)
    }

    @Test func silenceIsPoorSignal() {
        #expect(objection(.rmssd, nn([]), 60)?.code == "poorSignal")
        #expect(objection(.rmssd, nn(rhythm(40)), 60)?.code == "poorSignal")
    }

    @Test func editsAboveATenthAreTooMany() {
        var series = nn(rhythm(352))
        let edit = BeatEdit(kind: .extra, seconds: 1, costBefore: 9, costAfter: 1)
        series.edits = Array(repeating: edit, count: 35)
        #expect(objection(.rmssd, series, 300) == nil)
        series.edits.append(edit)
        #expect(objection(.rmssd, series, 300)?.code == "tooManyEdits")
    }

    /// Whatever the window: the reason given is true of it, and where none is, the measure is there
    /// or the intervals leave it undefined; nothing is ever NaN.
    @Test func everyReasonIsTrue() throws {
        var generator = SeededGenerator(seed: 20)
        let analyzer = try HRVAnalyzer()
        for turn in 0..<120 {
            let mean = Double.random(in: 350...2_200, using: &generator)
            let count = Int.random(in: 0...420, using: &generator)
            let raw = rhythm(count, seed: UInt64(turn)).map { $0 * mean / 850 }
            var series = nn(raw)
            if count > 2, turn.isMultiple(of: 3) {
                series.followsPrevious[Int.random(in: 1..<count, using: &generator)] = false
            }
            let covered = series.endSeconds.last ?? 0
            let stated = [covered, covered + 20, 60, 300, 90_000, 0, .nan, -1][turn % 8]
            let usable = [1, 1, 0.85, 0.5, .nan][turn % 5]
            let panel = analyzer.panel(of: series, window: Seconds(stated), usable: usable)
            for measure in panel.measures {
                if let value = measure.estimate.value { #expect(value.isFinite) }
                guard let reason = measure.estimate.unavailable else { continue }
                #expect(measure.interval95 == nil)
                let needed = measure.name.requirement
                switch reason {
                case .windowTooShort(let found, let limit):
                    #expect(found < limit && limit.value == needed.windowMin)
                    #expect(found.value.isFinite && found.value >= 0)
                    #expect(
                        measure.name.needsStretch || stated.isNaN
                            || found.value == max(0, stated))
                case .tooFewIntervals(let found, let limit):
                    #expect(found < limit && limit == needed.intervalsMin && found <= count)
                    #expect(stated >= 0.98 * needed.windowMin)
                case .poorSignal(let share, let limit):
                    #expect(share < limit && (0...1).contains(share))
                    #expect(
                        share == usable || usable.isNaN
                            || series.milliseconds.reduce(0, +) / 1_000 < stated)
                case .sourceUnsuitable: #expect(stated >= 0.98 * needed.windowMin)
                case .tooManyEdits, .rhythmIrregular: Issue.record("nobody said so: \(reason)")
                }
            }
        }
    }
}
