import Biosignals
import HRV
import Insights
import Sedentary

/// Which rules are asked when, and from what they decide.
extension SessionPipeline {
    /// A rule's word, if it may be said now.
    /// - Returns: whether nothing more is to be waited for: it was said, or there is nothing to say.
    @discardableResult
    mutating func say<Rule: InsightRule>(
        _ rule: Rule, _ inputs: Rule.Inputs, at now: Seconds
    ) -> Bool {
        if let only = settings.onlyAt {
            // Derived again: what was said then, whatever had been said before it.
            guard abs(now.value - only) < 1e-3 else { return false }
            if let insight = rule.decide(inputs).insight { append(insight, restingOn: inputs) }
            return true
        }
        if let insight = tact.decide(rule, inputs, at: moment(now)).insight {
            append(insight, restingOn: inputs)
            return true
        }
        return rule.announcement(inputs) == nil
    }

    private func moment(_ now: Seconds) -> Tact.Moment {
        var moment = Tact.Moment(
            utc: Seconds(settings.localClock.utc(at: now.value)),
            localSecondOfDay: settings.localClock.secondsOfDay(at: now.value))
        moment.isAsleep = lastState == .asleep
        moment.isActive = lastState == .active
        moment.isAroused = isAroused
        return moment
    }

    mutating func sayWhatAMinuteTells(_ window: Range<Double>) {
        let now = Seconds(window.upperBound)
        for channel in unheard.keys.sorted() {
            let due = unheard[channel, default: []].prefix {
                Double($0.index + 1) <= window.upperBound
            }
            for second in due { stretches[channel, default: SignalStretches()].process(second) }
            unheard[channel]?.removeFirst(due.count)
        }
        say(rules.stationary, stationaryInputs(at: now), at: now)
        for channel in stretches.keys.sorted() where !isSilent(channel, in: window) {
            guard let inputs = qualityInputs(of: channel, at: now) else { continue }
            say(rules.quality, inputs, at: now)
        }
    }

    mutating func sayWhatAWindowTells(_ window: Range<Double>) {
        let now = Seconds(window.upperBound)
        var inputs = TrendRule.Inputs(finding: trend, usual: usualChange(of: trend), now: now)
        inputs.channel = .ecg
        say(rules.trend, inputs, at: now)
        askOfRecovery(at: now)
    }

    // MARK: Inputs

    private func stationaryInputs(at now: Seconds) -> StationaryInputs {
        var inputs = StationaryInputs(
            minutes: boutMinutes.minutes, now: now,
            localSecondOfDay: settings.localClock.secondsOfDay(at: now.value),
            channels: evidenceChannels)
        inputs.isWorn = lastState != .notWorn
        inputs.asleepProbability = boutMinutes.minutes.last?.epoch.belief?.asleep
        inputs.posture = posture(at: now.value)
        inputs.trend = trend
        inputs.usualChange = usualChange(of: trend)
        inputs.steps = steps(at: now.value)
        return inputs
    }

    /// The share of the bout in which, as is known by now, the person sat or lay.
    private func posture(at now: Double) -> StationaryInputs.PostureEvidence? {
        guard let start = tracker.current?.start.value, start < now,
            let share = context.shareSedentary(in: start..<now)
        else { return nil }
        return .init(
            sittingProbability: share, source: .context(subject: "health.context.motion"))
    }

    private func steps(at now: Double) -> StationaryInputs.StepCount? {
        guard let dayStart = settings.localClock.dayStart(at: now),
            let today = context.stepsCounted(in: dayStart..<max(now, dayStart))
        else { return nil }
        let began = tracker.current?.start.value
        return .init(
            today: Double(today.count),
            sinceBout: began.flatMap { start in
                context.coversSteps(of: start..<max(now, start))
                    ? context.stepsCounted(in: start..<max(now, start)).map { Double($0.count) }
                    : nil
            }, age: Seconds(max(0, now - today.until)))
    }

    /// How RMSSD changed over the same hours of the days before.
    private func usualChange(of finding: TrendFinding?) -> UsualChange? {
        guard let finding,
            let from = settings.localClock.dayAndMinute(at: finding.span.lowerBound),
            let to = settings.localClock.dayAndMinute(at: finding.span.upperBound)
        else { return nil }
        return personal.baseline.usualChange(
            from: from.day * 1_440 + from.minute, to: to.day * 1_440 + to.minute)
    }

    /// A channel of which no second was judged in a window has nothing to say.
    private func isSilent(_ channel: Int, in window: Range<Double>) -> Bool {
        (stretches[channel]?.lastSecond).map { Double($0) < window.lowerBound } ?? true
    }

    private func qualityInputs(of channel: Int, at now: Seconds) -> QualityRule.Inputs? {
        guard let role = channels[channel].role else { return nil }
        return QualityRule.Inputs(
            role: role, current: stretches[channel]?.current,
            previous: stretches[channel]?.previous, wear: wear, now: now,
            localSecondOfDay: settings.localClock.secondsOfDay(at: now.value))
    }

    /// One electrode that is off may have come loose. Only where two kinds of signal have no contact at
    /// the same time is it plain that nobody wears them.
    private var wear: QualityRule.Wear {
        let judged = stretches.values.compactMap(\.current)
        let off = judged.count { $0.isWithoutContact }
        if off >= 2, off == judged.count { return .notWorn }
        return off == 0 ? .worn : .unknown
    }
}

extension SignalStretch {
    /// Whether there was no contact, or no signal at all, for most of it.
    fileprivate var isWithoutContact: Bool {
        guard !isUsable, unusable > 0 else { return false }
        let most = max(reasons[.leadOff] ?? 0, reasons[.flat] ?? 0)
        return 2 * most > unusable
    }
}
