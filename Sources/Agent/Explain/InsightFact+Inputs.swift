import Biosignals
import Insights
import Sedentary
import Trust

/// Inputs of a rule that can be kept, as far as epochs and measures do not tell them.
protocol KeptInputs {
    func keep(in fact: inout InsightFact)
}

extension StationaryInputs: KeptInputs {
    func keep(in fact: inout InsightFact) {
        fact.channels = channels.map(\.rawValue)
        fact.usual = usualChange.map(InsightFact.Usual.init)
        fact.posture = posture.map {
            var subject: String?
            if case .context(let named) = $0.source { subject = named }
            return .init(sitting: $0.sittingProbability, subject: subject)
        }
        fact.steps = steps.map {
            .init(
                today: $0.today, sinceBout: $0.sinceBout, age: $0.age.value, subject: $0.subject)
        }
    }

    /// - Parameters:
    ///   - minutes, trend: from the session's epochs and measures.
    init(
        _ fact: InsightFact, minutes: [StationaryMinute], trend: TrendFinding?,
        localSecondOfDay: Double?
    ) {
        self.init(
            minutes: minutes, now: Seconds(fact.seconds), localSecondOfDay: localSecondOfDay,
            channels: (fact.channels ?? []).compactMap { ChannelRole(rawValue: $0) })
        let last = minutes.last?.epoch
        isWorn = last?.state != .notWorn
        asleepProbability = last?.belief?.asleep
        posture = fact.posture.map {
            PostureEvidence(
                sittingProbability: $0.sitting,
                source: $0.subject.map { .context(subject: $0) } ?? .samples)
        }
        self.trend = trend
        usualChange = fact.usual.map(UsualChange.init)
        steps = fact.steps.map {
            StepCount(
                today: $0.today, sinceBout: $0.sinceBout, age: Seconds($0.age),
                subject: $0.subject)
        }
    }
}

extension TrendRule.Inputs: KeptInputs {
    func keep(in fact: inout InsightFact) {
        fact.channels = [channel.rawValue]
        fact.usual = usual.map(InsightFact.Usual.init)
    }

    init(_ fact: InsightFact, finding: TrendFinding?) {
        self.init(
            finding: finding, usual: fact.usual.map(UsualChange.init), now: Seconds(fact.seconds))
        channel = fact.channels?.first.flatMap { ChannelRole(rawValue: $0) } ?? .ecg
    }
}

extension QualityRule.Inputs: KeptInputs {
    func keep(in fact: inout InsightFact) {
        fact.quality = .init(
            role: role.rawValue, current: current.map(InsightFact.Stretch.init),
            previous: previous.map(InsightFact.Stretch.init), wear: wear.rawValue)
    }

    /// Nil of a fact that was kept for another rule.
    init?(_ fact: InsightFact, localSecondOfDay: Double?) {
        guard let kept = fact.quality, let role = ChannelRole(rawValue: kept.role),
            let wear = QualityRule.Wear(rawValue: kept.wear)
        else { return nil }
        self.init(
            role: role, current: kept.current.map(SignalStretch.init),
            previous: kept.previous.map(SignalStretch.init), wear: wear,
            now: Seconds(fact.seconds), localSecondOfDay: localSecondOfDay)
    }
}

extension ArousalRule.Inputs: KeptInputs {
    /// Its windows are rows of their own.
    func keep(in fact: inout InsightFact) {}
}

extension RecoveryRule.Inputs: KeptInputs {
    func keep(in fact: inout InsightFact) {
        fact.resting = .init(value: StoredResting(resting), isPulse: channels == [.ppg])
    }

    /// Nil of a fact that was kept for another rule.
    init?(_ fact: InsightFact, baseline: PersonalBaseline) {
        guard let kept = fact.resting, let resting = kept.value.value else { return nil }
        self.init(
            resting: resting, baseline: baseline, isPulse: kept.isPulse,
            time: Seconds(fact.seconds))
    }
}

extension InsightFact.Usual {
    init(_ usual: UsualChange) {
        self.init(
            percent: usual.percent, logDeviation: usual.logDeviation, days: usual.days,
            smallestWorthwhilePercent: usual.smallestWorthwhilePercent)
    }
}

extension UsualChange {
    init(_ kept: InsightFact.Usual) {
        self.init(
            percent: kept.percent, logDeviation: kept.logDeviation, days: kept.days,
            smallestWorthwhilePercent: kept.smallestWorthwhilePercent)
    }
}

extension InsightFact.Stretch {
    init(_ stretch: SignalStretch) {
        self.init(
            since: stretch.since.value, isUsable: stretch.isUsable, seconds: stretch.seconds,
            unusable: stretch.unusable,
            reasons: Dictionary(
                uniqueKeysWithValues: stretch.reasons.map { ($0.key.rawValue, $0.value) }))
    }
}

extension SignalStretch {
    init(_ kept: InsightFact.Stretch) {
        self.init(since: Seconds(kept.since), isUsable: kept.isUsable)
        seconds = max(0, kept.seconds)
        unusable = max(0, min(seconds, kept.unusable))
        for (name, count) in kept.reasons {
            if let reason = SignalQuality.Reason(rawValue: name) { reasons[reason] = count }
        }
    }
}

extension InsightFact.Days {
    /// What the person's days before one hold of a measure, as one digest.
    init(_ measure: BaselineMeasure, before day: Int, of baseline: PersonalBaseline) {
        var digest = Digest()
        for row in baseline.rows where row.measure == measure && row.day < day {
            guard day - row.day <= Self.reach else { continue }
            let text =
                "\(row.day) \(row.minute) \(row.value) \(row.usable) \(row.weight) \(row.lastMinute)\n"
            digest.update(Array(text.utf8))
        }
        self.init(
            measure: measure.rawValue, before: day, sha256: "sha256:" + digest.hexadecimal)
    }

    /// Days back that a comparison may look.
    private static let reach = 60

    func holds(of baseline: PersonalBaseline) -> Bool {
        BaselineMeasure(rawValue: measure).map {
            Self($0, before: before, of: baseline) == self
        } ?? false
    }
}

extension InsightFact.Answers {
    /// Nil where there are none.
    init?(_ layer: PersonalLayer) {
        let answers = layer.remembered
        guard !answers.isEmpty else { return nil }
        var digest = Digest()
        for answer in answers {
            let text =
                "\(answer.event) \(answer.word.rawValue) \(answer.timeMilliseconds) "
                + "\(answer.probability)\n"
            digest.update(Array(text.utf8))
        }
        self.init(events: answers.map(\.event), sha256: "sha256:" + digest.hexadecimal)
    }

    /// The layer that they made; nil if an answer was erased since, or given anew.
    func layer(of answers: PersonalLayer) -> PersonalLayer? {
        let known = Set(events)
        let layer = PersonalLayer(
            answers: answers.remembered.filter { known.contains($0.event) })
        return Self(layer) == self ? layer : nil
    }
}
