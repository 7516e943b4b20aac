import Biosignals
import RealModule
import Sedentary

/// What would have changed a suggestion, found by running the rule again with one input changed.
struct StationaryChanges {
    private let rule: StationaryRule
    private let told: StationaryRule.Told
    private let inputs: StationaryInputs
    private static let stepsMax = 300
    /// What moves the confidence by less is not worth a sentence.
    private static let confidenceMovedMin = 0.02

    init(_ rule: StationaryRule, _ told: StationaryRule.Told, _ inputs: StationaryInputs) {
        self.rule = rule
        self.told = told
        self.inputs = inputs
    }

    func sentences(_ text: inout StationaryText) -> [Sentence] {
        ([steps(&text), minutes(&text), decline(text), posture()] + unrest(&text)).compactMap { $0 }
    }

    /// Whether this suggestion would have been made: this stage or a later one.
    private func isSaid(_ inputs: StationaryInputs) -> Bool {
        (rule.verdict(inputs).told?.stage ?? 0) >= told.stage
    }

    private func with(steps: Int, inMinute index: Int) -> StationaryInputs {
        var other = inputs
        other.minutes[index].steps = Double(steps) * other.minutes[index].epoch.minutes
        return other
    }

    /// So few steps in a minute end the bout; so early they would have come in time.
    private func steps(_ text: inout StationaryText) -> Sentence? {
        guard let last = inputs.minutes.indices.last,
            let first = inputs.minutes.firstIndex(where: { $0.epoch.start >= told.bout.start }),
            let count = Bisection.least(
                in: 0...Self.stepsMax, where: { !isSaid(with(steps: $0, inMinute: last)) }),
            let minute = Bisection.least(
                in: first...last, where: { !isSaid(with(steps: count, inMinute: $0)) })
        else { return nil }
        let moment = inputs.minutes[minute].epoch.start.value
        let walked = text.ledger.add(
            "steps_to_end", Double(count), unit: "1/min",
            window: told.bout.start.value..<told.bout.end.value,
            source: .counterfactual)
        if let local = inputs.localSecond(at: moment) {
            let since = text.ledger.add(
                "steps_to_end_since", local, unit: "s of day",
                window: moment..<told.bout.end.value, source: .counterfactual)
            return
                "\(walked, .count) steps within a minute since \(since, .clockTime) would have ended the bout"
        }
        let since = text.ledger.add(
            "steps_to_end_since", moment, unit: "s", window: moment..<told.bout.end.value,
            source: .counterfactual)
        return """
            \(walked, .count) steps within a minute since \(since, .elapsed) of the recording would \
            have ended the bout
            """
    }

    /// So much less time, and this would not have been said.
    private func minutes(_ text: inout StationaryText) -> Sentence? {
        guard let first = inputs.minutes.firstIndex(where: { $0.epoch.start >= told.bout.start })
        else { return nil }
        let count = inputs.minutes.count - first
        let fewer = Bisection.least(in: 0...count) { dropped in
            var other = inputs
            other.minutes.removeFirst(first + dropped)
            return !isSaid(other)
        }
        guard let fewer else { return nil }
        let length = inputs.minutes[first..<(first + fewer)].reduce(0) { $0 + $1.epoch.minutes }
        let spare = text.ledger.add(
            "minutes_to_spare", length, unit: "min",
            window: told.bout.start.value..<told.bout.end.value, source: .counterfactual)
        return
            "with \(spare, .duration) less \(.stationary, by: text.time) nothing would have been said"
    }

    private func decline(_ text: StationaryText) -> Sentence? {
        guard let decline = text.decline else { return nil }
        var other = inputs
        other.trend = nil
        return isSaid(other)
            ? "without the \(.decline, by: decline) the break would be suggested as well, with less priority"
            : "without the \(.decline, by: decline) nothing would have been said"
    }

    /// What the unevenness of the bout's own minutes does to the confidence: each kind taken away.
    private func unrest(_ text: inout StationaryText) -> [Sentence?] {
        let found = inputs.unrest(breakSteps: rule.settings.breakSteps)
        let window = told.bout.start.value..<told.bout.end.value
        func without(_ kind: WritableKeyPath<BoutUnrest, Double?>) -> Double? {
            guard found[keyPath: kind] != nil else { return nil }
            var other = inputs
            other.assumedUnrest = found
            other.assumedUnrest?[keyPath: kind] = nil
            let sure = rule.confidence(told, other).value
            let moved = abs(sure - rule.confidence(told, inputs).value)
            return moved >= Self.confidenceMovedMin ? sure : nil
        }
        var sentences: [Sentence?] = []
        if let sure = without(\.heartRate), let rise = found.heartRate {
            let beats = text.ledger.add(
                "heart_rate_unrest", rise, unit: "1/min", window: window,
                channels: inputs.channels, method: "90th percentile less median of the minutes")
            let claim = text.claim(ofConfidence: sure, at: inputs.now)
            sentences.append(
                """
                in the liveliest tenth of the minutes the heart beat \(beats, .decimal) a minute \
                above its middle or more: were nothing known of that, the confidence would be \
                \(claim, .probability)
                """)
        }
        if let sure = without(\.sway), let rise = found.sway {
            let times = text.ledger.add(
                "sway_unrest", Double.exp(rise), unit: "1", window: window,
                channels: inputs.channels, method: "90th percentile over median of the minutes")
            let claim = text.claim(ofConfidence: sure, at: inputs.now)
            sentences.append(
                """
                in the liveliest tenth of the minutes the electrodes swayed \(times, .decimal) \
                times as far as in the middle or more: were nothing known of that, the confidence \
                would be \(claim, .probability)
                """)
        }
        return sentences
    }

    private func posture() -> Sentence? {
        guard told.sittingProbability != nil else { return nil }
        var other = inputs
        other.posture = nil
        return isSaid(other)
            ? "without the evidence of posture it would have said \(named: .stationary)"
            : "without the evidence of posture nothing would have been said"
    }
}
