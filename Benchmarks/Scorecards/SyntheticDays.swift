import Biosignals
import Foundation
import Sedentary

/// Seeded days of minutes whose truth is known: does the total hold what it promises?
///
/// A person sits for half an hour and moves for five minutes, at random; sway, heart rate and muscle
/// are drawn around the person's own middle with the spreads of `motion_ecg`; neighbouring minutes
/// are alike.
struct SyntheticDays {
    private static let days = 300
    private static let minutes = 900
    private static let kept = 0.6

    func score(into board: inout Board) {
        var (errors, inside) = ([Double](), 0)
        var cases: [MovementScore.Case] = []
        for day in 0..<Self.days {
            var generator = SplitMix64(seed: UInt64(1_000 + day))
            var total = StationaryTotal()
            var truth = 0.0
            for (isStill, epoch) in run(&generator) {
                total.add(epoch)
                if isStill { truth += 1 }
                cases.append(
                    MovementScore.Case(
                        person: "\(day)", group: "day", probability: epoch.pStationary,
                        isStationary: isStill))
            }
            errors.append(abs(total.minutes - truth) / truth)
            if total.minutesInterval95.contains(truth) { inside += 1 }
        }
        let score = MovementScore(cases: cases)
        print(
            "synthetic days, \(Self.days) of \(Self.minutes) min: "
                + String(
                    format: "total off by %.1f %% in the middle, %.1f %% in 9 of 10, inside its 95 "
                        + "%% interval %.1f %%; F1 %.3f, ECE %.3f, Brier skill %.2f",
                    100 * (Statistics.median(errors) ?? 0),
                    100 * (Statistics.percentile(90, of: errors) ?? 0),
                    100 * Double(inside) / Double(Self.days), score.f1, score.calibrationError,
                    score.brierSkill))
        board.note(
            "stationary.days.error", Pass.live,
            100 * (Statistics.percentile(90, of: errors) ?? 0))
        board.note(
            "stationary.days.covered", Pass.live, 100 * Double(inside) / Double(Self.days))
    }

    private func run(_ generator: inout SplitMix64) -> [(isStill: Bool, epoch: Epoch)] {
        func normal() -> Double {
            (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
        }
        let person = (sway: 0.12 * normal(), rate: 66 + 8 * normal(), muscle: 0.3 * normal())
        var classifier = EpochClassifier()
        var isStill = true
        var noise = (sway: 0.0, rate: 0.0, muscle: 0.0)
        let fresh = (1 - Self.kept * Self.kept).squareRoot()
        return (0..<Self.minutes).map { minute in
            if Double.random(in: 0..<1, using: &generator) < (isStill ? 1.0 / 30 : 1.0 / 5) {
                isStill.toggle()
            }
            noise.sway = Self.kept * noise.sway + fresh * normal()
            noise.rate = Self.kept * noise.rate + fresh * normal()
            noise.muscle = Self.kept * noise.muscle + fresh * normal()
            let evidence = EpochEvidence(
                usable: 1, contactLost: 0,
                heartRate: PerMinute(
                    person.rate + (isStill ? 4 + 5 * noise.rate : 24 + 13 * noise.rate)),
                swayLogRatio: person.sway + (isStill ? 0.05 : 0.7) + 0.33 * noise.sway,
                muscleLogRatio: person.muscle + (isStill ? -4.6 : -4.2) + 0.45 * noise.muscle)
            let epoch = classifier.classify(
                evidence, start: Seconds(Double(minute) * 60),
                end: Seconds(Double(minute + 1) * 60))
            return (isStill, epoch)
        }
    }
}
