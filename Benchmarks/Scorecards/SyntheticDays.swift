import Calibrating
import Foundation
import Sedentary

/// Seeded days of minutes whose truth is known: does the total hold what it promises?
struct SyntheticDays {
    private static let seeds: Range<UInt64> = 1_000..<1_300

    func score(into board: inout Board) {
        var (errors, inside) = ([Double](), 0)
        var cases: [Reliability.Case] = []
        var hits = 0
        var (told, still) = (0, 0)
        for seed in Self.seeds {
            var total = StationaryTotal()
            var truth = 0.0
            for minute in SyntheticDay(seed: seed, habits: .usual).minutes {
                total.add(minute.epoch)
                if minute.isStill { truth += 1 }
                let p = minute.epoch.pStationary ?? 0
                cases.append(
                    Reliability.Case(subject: "\(seed)", probability: p, isTrue: minute.isStill))
                told += p >= 0.5 ? 1 : 0
                still += minute.isStill ? 1 : 0
                hits += p >= 0.5 && minute.isStill ? 1 : 0
            }
            errors.append(abs(total.minutes - truth) / truth)
            if total.minutesInterval95.contains(truth) { inside += 1 }
        }
        let score = Reliability(cases)
        let days = Self.seeds.count
        print(
            "synthetic days, \(days) of \(SyntheticDay.minuteCount) min: "
                + String(
                    format: "total off by %.1f %% in the middle, %.1f %% in 9 of 10, inside its 95 "
                        + "%% interval %.1f %%; F1 %.3f, ECE %.3f, Brier skill %.2f",
                    100 * (Statistics.median(errors) ?? 0),
                    100 * (Statistics.percentile(90, of: errors) ?? 0),
                    100 * Double(inside) / Double(days), 2 * Double(hits) / Double(told + still),
                    score.calibrationError, score.brierSkill))
        board.note(
            "stationary.days.error", Pass.live,
            100 * (Statistics.percentile(90, of: errors) ?? 0))
        board.note("stationary.days.covered", Pass.live, 100 * Double(inside) / Double(days))
    }
}
