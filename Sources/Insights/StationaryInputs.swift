public import Biosignals
public import Sedentary

/// Everything that `StationaryRule` decides from.
public struct StationaryInputs: Sendable {
    /// How sure it is that the person sits or lies, awake, from something that knows posture.
    public struct PostureEvidence: Equatable, Sendable {
        /// 0…1, of sitting or lying throughout the bout.
        public var sittingProbability: Double
        public var source: Claim.Source

        public init(sittingProbability: Double, source: Claim.Source = .samples) {
            self.sittingProbability =
                sittingProbability.isFinite ? max(0, min(1, sittingProbability)) : 0
            self.source = source
        }
    }

    /// Steps as another agent told them.
    public struct StepCount: Equatable, Sendable {
        /// Of the day.
        public var today: Double
        /// Since the bout began; nil where what was told does not reach there.
        public var sinceBout: Double?
        /// How old the count is.
        public var age: Seconds
        public var subject: String

        public init(
            today: Double, sinceBout: Double? = nil, age: Seconds,
            subject: String = "health.context.steps"
        ) {
            self.today = today
            self.sinceBout = sinceBout
            self.age = age
            self.subject = subject
        }
    }

    /// The epochs of the bout that lasts now, oldest first.
    public var minutes: [StationaryMinute]
    /// The time of the evaluation, seconds since the recording began.
    public var now: Seconds
    /// Seconds since local midnight at `now`; nil where the time of day is not known.
    public var localSecondOfDay: Double?
    public var isWorn = true
    /// Nil where nobody said and nothing was guessed.
    public var asleepProbability: Double?
    public var posture: PostureEvidence?
    public var trend: TrendFinding?
    /// How the variability usually changes over the same hours.
    public var usualChange: UsualChange?
    public var steps: StepCount?
    /// Instead of what the minutes show: for a counterfactual.
    var assumedUnrest: BoutUnrest?
    /// The roles whose samples the epochs rest on.
    public var channels: [ChannelRole]

    public init(
        minutes: [StationaryMinute], now: Seconds, localSecondOfDay: Double? = nil,
        channels: [ChannelRole]
    ) {
        self.minutes = minutes
        self.now = now
        self.localSecondOfDay = localSecondOfDay
        self.channels = channels
    }

    /// The bout that lasts now, by the tracker's own rules and by steps.
    public func bout(breakSteps: Double) -> StationaryBout? {
        var tracker = BoutTracker()
        for minute in minutes { _ = tracker.process(minute.judged(breakSteps: breakSteps)) }
        return tracker.current
    }

    /// How uneven the minutes of the bout are; of nothing while none lasts.
    public func unrest(breakSteps: Double) -> BoutUnrest {
        if let assumedUnrest { return assumedUnrest }
        return bout(breakSteps: breakSteps).map { BoutUnrest(minutes, since: $0.start) }
            ?? BoutUnrest()
    }

    /// Seconds since local midnight at a moment before `now`; nil where it is not known.
    func localSecond(at moment: Double) -> Double? {
        guard let localSecondOfDay, localSecondOfDay.isFinite else { return nil }
        return localSecondOfDay - (now.value - moment)
    }

    /// Usable share of the epochs since then, 0…1.
    func usable(since start: Seconds) -> Double {
        let shares = minutes.filter { $0.epoch.start >= start }.map(\.epoch.evidence.usable)
        guard !shares.isEmpty else { return 0 }
        return max(0, min(1, shares.reduce(0, +) / Double(shares.count)))
    }
}
