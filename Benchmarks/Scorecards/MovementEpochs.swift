import Biosignals
import Calibrating
import Foundation
import Sedentary

/// The epochs of `motion_ecg` by recording, and the classifier with one person left out of its fit.
struct MovementEpochs {
    struct Recording {
        let person: String
        let electrode: String
        let activity: String
        let epochs: [EpochEvidence]
        let seconds: Double

        var isStationary: Bool { activity == "rest" || activity == "arms" }
    }

    /// Whether the person's quietest rest with the same electrode is known beforehand, as it is to a
    /// service that has run for an hour, or nothing is, as of a file of a minute.
    enum Knowledge: String, CaseIterable {
        case none = "nothing known before"
        case history = "20 min of rest known"
    }

    let recordings: [Recording]
    var people: [String] { Set(recordings.map(\.person)).sorted() }

    /// The classifier as it stands, its two fitted groups of weights refitted without `person`.
    func weights(without person: String?) -> EpochWeights {
        var weights = EpochWeights()
        let kept = recordings.filter { $0.person != person }
        let fresh = rows(kept) { _, evidence in
            Self.row(evidence, sway: 0, rate: 0)
        }
        let known = rows(kept) { recording, evidence in
            guard let quiet = self.quietest(recording.person, recording.electrode) else {
                return nil
            }
            return Self.row(evidence, sway: quiet.sway, rate: quiet.rate)
        }
        let fit = LogisticFit(fresh.map(\.values), fresh.map(\.isStationary))
        let settled = LogisticFit(known.map(\.values), known.map(\.isStationary))
        // One weight for sway, the middle of what it is worth with and without a known rest.
        let slope = (fit.slopes[0] + settled.slopes[0]) / 2
        let rest =
            (fit.offset + fit.slopes[1] * weights.heartRate.threshold
                + settled.offset + settled.slopes[1] * weights.heartRateAbove.threshold) / 2
        weights.sway = Self.weight(slope, weights.sway, rest: rest)
        weights.heartRate = Self.weight(fit.slopes[1], weights.heartRate)
        weights.heartRateAbove = Self.weight(settled.slopes[1], weights.heartRateAbove)
        return weights
    }

    /// Where the weights were compiled in they are rounded; this prints them as fitted.
    func cases(_ knowledge: Knowledge, leavingOut: Bool = true) -> [MovementScore.Case] {
        people.flatMap { person in
            let weights = leavingOut ? weights(without: person) : EpochWeights()
            return recordings.filter { $0.person == person }.flatMap {
                cases(of: $0, weights, knowledge)
            }
        }
    }

    private func cases(
        of recording: Recording, _ weights: EpochWeights, _ knowledge: Knowledge
    ) -> [MovementScore.Case] {
        var classifier = EpochClassifier(epoch: Seconds(recording.seconds), weights: weights)
        if knowledge == .history { learnRest(of: recording, &classifier) }
        return recording.epochs.enumerated().map { index, evidence in
            let epoch = classifier.classify(
                evidence, start: Seconds(Double(index) * recording.seconds),
                end: Seconds(Double(index + 1) * recording.seconds))
            return MovementScore.Case(
                person: recording.person, group: recording.activity,
                probability: epoch.pStationary, isStationary: recording.isStationary)
        }
    }

    /// Expected and true stationary minutes of each person and electrode, all activities in a row, the
    /// person left out of the fit.
    func totals(_ knowledge: Knowledge) -> [(found: StationaryTotal, truth: Double)] {
        people.flatMap { person in
            let weights = weights(without: person)
            let own = recordings.filter { $0.person == person }
            return Set(own.map(\.electrode)).sorted().map { electrode in
                let row = own.filter { $0.electrode == electrode }
                var classifier = EpochClassifier(
                    epoch: Seconds(row.first?.seconds ?? 30), weights: weights)
                if knowledge == .history, let first = row.first {
                    learnRest(of: first, &classifier)
                }
                var (total, truth) = (StationaryTotal(), 0.0)
                for recording in row {
                    for evidence in recording.epochs {
                        let epoch = classifier.classify(
                            evidence, start: 0, end: Seconds(recording.seconds))
                        total.add(epoch)
                        guard recording.isStationary, epoch.state != .unknown else { continue }
                        truth += recording.seconds / 60
                    }
                }
                return (total, truth)
            }
        }
    }

    /// How evidence differs still and moving: between people and electrodes, and in all.
    var spreads: String {
        var lines = ["spreads: mean, of people and electrodes, of all recordings and minutes"]
        let kinds: [(String, (EpochEvidence) -> Double?)] = [
            ("sway", { $0.swayLogRatio }), ("heart rate", { $0.heartRate?.value }),
            ("muscle", { $0.muscleLogRatio }),
        ]
        for (name, value) in kinds {
            for isStill in [true, false] {
                let kept = recordings.filter { $0.isStationary == isStill }
                let groups = Dictionary(grouping: kept) { $0.person + $0.electrode }
                let all = kept.flatMap { $0.epochs.compactMap(value) }
                let middles = groups.values.map { group in
                    Self.mean(group.flatMap { $0.epochs.compactMap(value) })
                }
                lines.append(
                    "    \(name), \(isStill ? "still" : "moving"): "
                        + String(
                            format: "%.2f, %.2f, %.2f", Self.mean(all), Self.spread(middles),
                            Self.spread(all)))
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(max(1, values.count))
    }

    private static func spread(_ values: [Double]) -> Double {
        let middle = mean(values)
        return
            (values.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
            / Double(max(1, values.count - 1))).squareRoot()
    }

    /// The rest recording over and over, then nothing for an hour, so that the belief is forgotten
    /// and only the baseline stays.
    private func learnRest(of recording: Recording, _ classifier: inout EpochClassifier) {
        let rest = recordings.first {
            ($0.person, $0.electrode, $0.activity)
                == (recording.person, recording.electrode, "rest")
        }
        guard let rest, !rest.epochs.isEmpty else { return }
        for index in 0..<(2 * EpochClassifier.settlingEpochs) {
            _ = classifier.classify(
                rest.epochs[index % rest.epochs.count], start: 0, end: Seconds(recording.seconds))
        }
        classifier.forgetBelief()
    }

    private func quietest(_ person: String, _ electrode: String) -> (sway: Double, rate: Double)? {
        let rest = recordings.first {
            ($0.person, $0.electrode, $0.activity) == (person, electrode, "rest")
        }
        guard let sway = rest?.epochs.compactMap(\.swayLogRatio).min(),
            let rate = rest?.epochs.compactMap({ $0.heartRate?.value }).min()
        else { return nil }
        return (sway, rate)
    }

    private func rows(
        _ kept: [Recording], _ row: (Recording, EpochEvidence) -> [Double]?
    ) -> [(values: [Double], isStationary: Bool)] {
        kept.flatMap { recording in
            recording.epochs.compactMap { evidence in
                row(recording, evidence).map { ($0, recording.isStationary) }
            }
        }
    }

    /// Clamped where the classifier's limits clamp.
    private static func row(_ evidence: EpochEvidence, sway: Double, rate: Double) -> [Double]? {
        guard let ratio = evidence.swayLogRatio, let muscle = evidence.muscleLogRatio,
            let beat = evidence.heartRate?.value
        else { return nil }
        let isFresh = rate == 0
        let left = UnexplainedSway.left(of: ratio - sway, muscle: muscle)
        return [
            max(isFresh ? -0.6 : -0.4, min(1.2, left)),
            isFresh ? max(84, min(140, beat)) : max(-4.5, min(35.5, beat - rate)),
        ]
    }

    /// A slope as a weight whose value is 0 at the threshold; `rest` is what else the sum holds
    /// when every other weight stands at its own threshold.
    private static func weight(
        _ slope: Double, _ shape: EpochWeight, rest: Double? = nil
    ) -> EpochWeight {
        EpochWeight(
            threshold: rest.map { -$0 / slope } ?? shape.threshold, slope: -slope,
            limit: shape.limit)
    }
}
