/// One sensitive action on its way from being asked for to being done once, or not at all.
///
/// A state machine without I/O: events in, actions out. Whoever runs it keeps `record` on the disk
/// before performing the actions, so that a restart finds what was promised.
public struct Approval: Equatable, Sendable {
    public enum State: String, CaseIterable, Sendable {
        case requested, delivered, approved
        case tokenBound = "token_bound"
        case executing
        case completed, denied, failed, cancelled, revoked
        /// The agent stopped while at it. Never taken up again by itself.
        case interrupted
        /// Nobody answered in time: no denial.
        case expiredUndecided = "expired_undecided"
        /// Approved, and not used in time.
        case lapsed

        public var isFinal: Bool {
            switch self {
            case .requested, .delivered, .approved, .tokenBound, .executing: false
            default: true
            }
        }
    }

    public enum Event: Equatable, Sendable {
        /// Time has passed.
        case tick
        case receipt(ApprovalReceipt)
        case decision(VerifiedDecision)
        /// A one-off token, checked for this action.
        case token(CapabilityToken)
        /// About to be done: the action as it would be done, derived anew from what is there.
        case begin(ApprovalAction)
        case finished
        /// The same, with what there is now.
        case done(String)
        case failed(String)
        case cancel(String)
        /// Lockdown, or a new epoch.
        case revoke(String)
    }

    public enum Action: Equatable, Sendable {
        /// Publish the request, again while no receipt has come.
        case publishRequest
        /// A fifth of the time is left.
        case remind
        /// Ask the issuer for a one-off token over the action's hash.
        case requestToken
        /// Do it, once, with this token, whose use is to be spent and kept first.
        case execute(CapabilityToken)
        case publishOutcome(ApprovalOutcome)
    }

    /// s without a receipt after which the request is published again.
    static let receiptWait: Int64 = 30

    public let request: ApprovalRequest
    public internal(set) var state = State.requested
    /// Of a final state.
    public internal(set) var reason = ""
    public internal(set) var decisions: [VerifiedDecision] = []
    public internal(set) var token: CapabilityToken?
    var isReminded = false
    /// s since 1970-01-01T00:00:00Z.
    var lastPublished: Int64?

    public init(_ request: ApprovalRequest) { self.request = request }

    /// True when it was published and nobody said they have it.
    public func isUndeliverable(at clock: ClockReading) -> Bool {
        state == .requested && clock.seconds >= request.asked + Self.receiptWait
    }

    /// Approvers that still have to agree.
    public var approvalsMissing: Int64 { max(0, request.quorum - Int64(decisions.count)) }

    /// - Throws: why the event changes nothing. That time is over is for the next `tick` to find.
    public mutating func handle(
        _ event: Event, at clock: ClockReading
    ) throws(Refusal) -> [Action] {
        switch event {
        case .tick: return tick(clock)
        case .cancel(let reason): return try end(.cancelled, reason, clock)
        case .revoke(let reason): return try end(.revoked, reason, clock)
        case .finished:
            guard state == .executing else { throw notOpen() }
            return close(.completed, "", clock)
        case .done(let what):
            guard state == .executing else { throw notOpen() }
            return close(.completed, what, clock)
        case .failed(let reason):
            guard state == .executing else { throw notOpen() }
            return close(.failed, reason, clock)
        case .receipt(let receipt): return try receive(receipt, clock)
        case .decision(let decision): return try decide(decision, clock)
        case .token(let token): return try bind(token, clock)
        case .begin(let action): return try begin(action, clock)
        }
    }

    /// After a restart: what was under way is interrupted, and stays so.
    ///
    /// - Parameter found: a sentence about what there is of it now.
    public mutating func resume(at clock: ClockReading, found: String = "") -> [Action] {
        guard state == .executing else { return [] }
        let words = "The agent stopped while it was under way."
        return close(.interrupted, found.isEmpty ? words : words + " " + found, clock)
    }

    private func notOpen() -> Refusal {
        Refusal(.approvalNotOpen, "The approval is \(state.rawValue).")
    }

    private mutating func end(
        _ state: State, _ reason: String, _ clock: ClockReading
    ) throws(Refusal) -> [Action] {
        guard !self.state.isFinal else { throw notOpen() }
        return close(state, reason, clock)
    }

    mutating func close(_ state: State, _ reason: String, _ clock: ClockReading) -> [Action] {
        self.state = state
        self.reason = CanonicalText.allowed(reason)
        token = nil
        return [
            .publishOutcome(
                ApprovalOutcome(
                    approvalId: request.id, actionHash: request.action.hash,
                    agent: request.action.agent, state: state, reason: self.reason,
                    time: max(clock.seconds, 0)))
        ]
    }

    private mutating func tick(_ clock: ClockReading) -> [Action] {
        // A clock that is not trusted ends nothing and lets nothing through.
        guard clock.isTrusted else { return [] }
        let now = clock.seconds
        switch state {
        case .requested, .delivered:
            if now >= request.expires {
                return close(.expiredUndecided, "Nobody decided in time.", clock)
            }
            var actions: [Action] = []
            if state == .requested, lastPublished.map({ now >= $0 + Self.receiptWait }) ?? true {
                lastPublished = now
                actions.append(.publishRequest)
            }
            let life = request.expires - request.asked
            if !isReminded, now >= request.asked + life * 4 / 5 {
                isReminded = true
                actions.append(.remind)
            }
            return actions
        case .approved, .tokenBound:
            guard now >= usableUntil else { return [] }
            return close(.lapsed, "It was approved and not used in time.", clock)
        default: return []
        }
    }

    /// The first second at which what was approved is worth nothing.
    private var usableUntil: Int64 {
        min(
            decisions.map(\.decision.expires).min() ?? 0,
            token?.expiration ?? CanonicalValue.integerMax)
    }
}

extension Approval {
    private mutating func receive(
        _ receipt: ApprovalReceipt, _ clock: ClockReading
    ) throws(Refusal) -> [Action] {
        try match(receipt.approvalId, receipt.actionHash)
        guard state == .requested else { throw notOpen() }
        // One from before the request was made with a key of before, or is no answer to it.
        guard receipt.received >= request.asked - TokenVerifier.earlyMax else {
            throw Refusal(.stale, "The receipt is older than the request.")
        }
        guard !clock.isTrusted || receipt.received <= clock.seconds + TokenVerifier.earlyMax else {
            throw Refusal(.notYetValid, "The receipt is from the future.")
        }
        state = .delivered
        return []
    }

    private func match(_ id: String, _ hash: String) throws(Refusal) {
        guard id == request.id else {
            throw Refusal(.approvalUnknown, "It is about another approval.")
        }
        guard hash == request.action.hash else {
            throw Refusal(.actionDiffers, "It is about another action.")
        }
    }

    private mutating func decide(
        _ verified: VerifiedDecision, _ clock: ClockReading
    ) throws(Refusal) -> [Action] {
        let decision = verified.decision
        try match(decision.approvalId, decision.actionHash)
        guard state == .requested || state == .delivered else { throw notOpen() }
        let now = try clock.trustedSeconds()
        guard now < request.expires else {
            throw Refusal(.expiredUndecided, "The time to decide is over.")
        }
        guard now < decision.expires else {
            throw Refusal(.expired, "The decision has expired.")
        }
        guard decision.approver != request.action.requester else {
            throw Refusal(.notAnApprover, "Whoever asks does not decide.")
        }
        if decision.answer == .deny { return close(.denied, decision.reason, clock) }
        let isSecond = decisions.contains {
            $0.keyIdentifier == verified.keyIdentifier
                || $0.decision.approver == decision.approver
        }
        guard !isSecond else {
            throw Refusal(.approverTwice, "This approver has agreed already.")
        }
        decisions.append(verified)
        guard approvalsMissing == 0 else { return [] }
        state = .approved
        return [.requestToken]
    }

    private mutating func bind(
        _ token: CapabilityToken, _ clock: ClockReading
    ) throws(Refusal) -> [Action] {
        guard state == .approved else { throw notOpen() }
        guard let oneOff = token.oneOff, oneOff.actionHash == request.action.hash,
            oneOff.action == request.action.operation.rawValue, oneOff.usesMax == 1
        else { throw Refusal(.actionDiffers, "The token is for another action.") }
        guard token.agent == request.action.requester else {
            throw Refusal(.agentDiffers, "The token is not the requester's.")
        }
        let now = try clock.trustedSeconds()
        guard token.lifeSeconds <= TokenVerifier.sensitiveLifeMax else {
            throw Refusal(.lifeTooLong, "A token for one action lasts ten minutes at most.")
        }
        guard now < token.expiration, now < usableUntil else {
            throw Refusal(.expired, "Token or approval have expired.")
        }
        self.token = token
        state = .tokenBound
        return []
    }

    private mutating func begin(
        _ action: ApprovalAction, _ clock: ClockReading
    ) throws(Refusal) -> [Action] {
        guard state == .tokenBound, let token else { throw notOpen() }
        let now = try clock.trustedSeconds()
        guard now < usableUntil else {
            throw Refusal(.expired, "Token or approval have expired.")
        }
        guard action.hash == request.action.hash else {
            throw Refusal(.actionDiffers, "What would be done is not what was approved.")
        }
        state = .executing
        return [.execute(token)]
    }
}
