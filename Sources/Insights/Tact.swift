public import Biosignals

/// When an insight is said: once, not at night, not too often, not while somebody is busy.
///
/// The only memory that insights have, one value for all rules. Rules say the same thing as long as it
/// is true; what is held here is asked again with the next decision, so that something kept over the
/// quiet hours is said after them if, and only if, it is still true.
///
/// Source: prompts that come often lose their effect (Klasnja et al. 2019, doi:10.1093/abm/kay067);
///         the numbers are assumed.
public struct Tact: Equatable, Sendable {
    /// The moment that a decision is made in.
    public struct Moment: Equatable, Sendable {
        /// Since 1970, by the clock that the session's samples are stamped with.
        public var utc: Seconds
        /// Seconds since local midnight; nil where it is not known, and then no hour is quiet.
        public var localSecondOfDay: Double?
        public var isAsleep = false
        public var isActive = false
        public var isAroused = false
        /// The person, or the calendar, asked for silence.
        public var doNotDisturb = false

        public init(utc: Seconds, localSecondOfDay: Double? = nil) {
            self.utc = utc
            self.localSecondOfDay = localSecondOfDay
        }
    }

    public enum Answer: String, CaseIterable, Sendable { case heeded, dismissed }

    public var settings: TactSettings
    public private(set) var memory: TactMemory

    public init(settings: TactSettings = TactSettings(), memory: TactMemory = TactMemory()) {
        self.settings = settings
        self.memory = memory
    }

    /// Runs a rule and lets through what may be said now, and remembers it.
    public mutating func decide<Rule: InsightRule>(
        _ rule: Rule, _ inputs: Rule.Inputs, at moment: Moment
    ) -> Decision {
        advance(to: moment.utc)
        if let announcement = rule.announcement(inputs),
            let silence = silence(on: announcement, at: moment)
        {
            return .silent(silence)
        }
        let decision = rule.decide(inputs)
        if let insight = decision.insight { remember(insight, at: moment) }
        return decision
    }

    /// Why an insight is not said now; nil if it may be.
    public func silence(on insight: Insight.Announcement, at moment: Moment) -> Silence? {
        let occasion = insight.occasion
        let earlier = memory.last(key: occasion.key, began: began(insight, at: moment))
        if occasion.isFollowUp, earlier == nil { return Silence(.nothingToSay) }
        if let earlier, earlier.stage >= occasion.stage { return Silence(.alreadySaid) }
        return manners(insight, at: moment) ?? patience(insight, at: moment)
    }

    private mutating func remember(_ insight: Insight, at moment: Moment) {
        memory.note(
            TactMemory.Said(
                kind: insight.kind.rawValue, key: insight.occasion.key,
                began: began(insight.announcement, at: moment), stage: insight.occasion.stage,
                utc: moment.utc.value,
                expires: moment.utc.value + insight.expires.value - insight.time.value,
                isOpen: insight.announcement.isSuggestion),
            forgetting: insight.occasion.replaces)
    }

    private func began(_ insight: Insight.Announcement, at moment: Moment) -> Double? {
        insight.occasion.began.map { moment.utc.value - (insight.time.value - $0.value) }
    }

    /// What the person did or answered: the walk was taken, or it was not wanted.
    public mutating func answered(
        _ kind: Insight.Kind, _ answer: Answer, at utc: Seconds
    ) {
        advance(to: utc)
        guard memory.close(kind: kind.rawValue) else { return }
        switch answer {
        case .heeded: memory.ignored[kind.rawValue] = nil
        case .dismissed: addIgnored(kind.rawValue)
        }
    }

    /// Forgets what is older than a day and counts what was neither heeded nor answered in time.
    public mutating func advance(to utc: Seconds) {
        for kind in memory.expire(at: utc.value) { addIgnored(kind) }
    }

    /// Minutes between two suggestions of a kind, as often as they were ignored.
    public func wait(after kind: Insight.Kind) -> Double {
        let ignored = min(memory.ignored[kind.rawValue] ?? 0, settings.ignoredMax)
        return (0..<ignored).reduce(settings.minutesBetween) { minutes, _ in
            minutes * settings.backOff
        }
    }

    // MARK: Parts

    private mutating func addIgnored(_ kind: String) {
        memory.ignored[kind] = min(settings.ignoredMax, (memory.ignored[kind] ?? 0) + 1)
    }

    /// Not now, whatever it is.
    private func manners(_ insight: Insight.Announcement, at moment: Moment) -> Silence? {
        if moment.isAsleep { return Silence(.asleep) }
        if moment.doNotDisturb { return Silence(.doNotDisturb) }
        if let local = moment.localSecondOfDay, settings.isQuiet(secondOfDay: local) {
            return Silence(.quietHours, quantity: "second_of_day", found: local)
        }
        guard insight.isSuggestion else { return nil }
        if moment.isActive { return Silence(.personIsActive) }
        if moment.isAroused { return Silence(.personIsAroused) }
        return nil
    }

    /// Not so soon and not so often.
    private func patience(_ insight: Insight.Announcement, at moment: Moment) -> Silence? {
        let kind = insight.kind.rawValue
        let ofKind = memory.said.filter { $0.kind == kind }
        let most = settings.perDayMax(insight.kind)
        if ofKind.count >= most {
            return Silence(
                .dailyCap, quantity: "said_in_a_day", found: Double(ofKind.count),
                needed: Double(most))
        }
        guard insight.isSuggestion, let last = ofKind.map(\.utc).max() else { return nil }
        let (passed, needed) = ((moment.utc.value - last) / 60, wait(after: insight.kind))
        return passed >= needed
            ? nil
            : Silence(.waiting, quantity: "minutes_since_last", found: passed, needed: needed)
    }
}
