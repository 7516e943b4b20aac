import EventContract
import NATSPublishing
import Synchronization
import Trust

/// Asks every request for what it has to show, decides by the policy, and keeps what was decided.
///
/// In order: size, signature, token, requests left; once it has been read: mode, label, size and the
/// operation's own line; once there is an answer: bytes left. The first that says no is named.
final class Gatekeeper: Sendable {
    private struct State {
        /// Nil where nothing has to be shown.
        var requests: RequestGuard?
        /// Whether a time has been believed since the start: what was said before it does not count.
        var hasStarted = false
        var ledger: BudgetLedger
    }

    private let policy: Policy
    private let gate: RequestGate
    private let trust: AgentTrust
    private let asksForTokens: Bool
    private let state: Mutex<State>

    init(_ options: ServingOptions, gate: RequestGate, trust: AgentTrust) {
        self.gate = gate
        self.trust = trust
        asksForTokens = options.asksForTokens
        var settings = options.policy
        settings.ceiling = min(settings.ceiling, options.ceiling)
        policy = Policy(settings)
        var state = State(ledger: BudgetLedger(policy.limits))
        if options.asksForTokens, let granting = trust.granting, let keys = trust.keys() {
            let reading = trust.reading()
            state.hasStarted = reading.isTrusted
            state.requests = RequestGuard(
                TokenVerifier(
                    audience: gate.agent, issuer: granting.issuer, keyring: keys.keyring,
                    ceilings: granting.ceilings, revocations: keys.revocations,
                    plain: trust.plainRule),
                seen: ReplayMemory(since: reading.isTrusted ? reading.milliseconds : .min))
        }
        self.state = Mutex(state)
    }

    /// s that an answer may take, as the mode has it.
    var requestSeconds: Double { Double(policy.limits.requestSeconds) }

    /// Whether who asks may ask at all.
    func admit(
        _ message: IncomingMessage, from asker: RequestGate.Asker
    ) throws(ServiceRefusal) -> Granted {
        guard message.payload.count <= ReadRequest.bytesMax else {
            throw .tooLong(bytes: message.payload.count)
        }
        do {
            let reading = trust.reading()
            return try state.withLock { state throws(Refusal) in
                do throws(Refusal) {
                    return try admit(message, from: asker, &state, at: reading)
                } catch {
                    trust.keep(denial(message, asker, error.rule, reading), at: reading)
                    throw error
                }
            }
        } catch {
            throw ServiceRefusal(error)
        }
    }

    private func admit(
        _ message: IncomingMessage, from asker: RequestGate.Asker, _ state: inout State,
        at reading: ClockReading
    ) throws(Refusal) -> Granted {
        guard state.requests != nil, let keys = trust.keys() else {
            guard !asksForTokens else {
                throw Refusal(.tokenMissing, "Nothing that grants is known here.")
            }
            return Granted(
                agent: asker.name, holder: nil, requestId: nil, ceiling: ceiling(of: asker),
                tokenEnd: nil)
        }
        state.requests?.tokens.keyring = keys.keyring
        state.requests?.tokens.revocations = keys.revocations
        if !state.hasStarted, reading.isTrusted {
            state.hasStarted = true
            state.requests = state.requests.map {
                RequestGuard($0.tokens, seen: ReplayMemory(since: reading.milliseconds))
            }
        }
        let headers = [MessageSigner.headerName, RequestGuard.tokenHeader]
        guard headers.allSatisfy({ !message.repeatedHeaders.contains($0) }) else {
            throw Refusal(.memberTwice, "The request has one of its headers twice.")
        }
        let shown = ShownRequest(
            subject: message.subject, payload: message.payload,
            signature: message.headers[MessageSigner.headerName],
            token: message.headers[RequestGuard.tokenHeader], account: asker.account)
        guard let grant = try state.requests?.check(shown, label: .public, at: reading) else {
            throw Refusal(.tokenMissing, "Nothing that grants is known here.")
        }
        let holder = grant.token.holder.identifier
        try state.ledger.take(.requests, holder: holder, at: trust.milliseconds)
        return Granted(
            agent: grant.token.agent, holder: holder, requestId: grant.requestId,
            ceiling: min(grant.token.labelMax, ceiling(of: asker)),
            tokenEnd: grant.token.expiration)
    }

    /// The lowest of the asker's role's and of what leaves in this mode.
    private func ceiling(of asker: RequestGate.Asker) -> Label {
        min(gate.ceiling(of: asker), policy.settings.effectiveCeiling)
    }

    /// Whether exactly this may be answered.
    ///
    /// - Parameters:
    ///   - label: the lowest that an answer would have.
    ///   - stretch: ms from the first to the last of what would be answered.
    /// - Returns: the request as it may be answered.
    func decide(
        _ request: ReadRequest, for granted: Granted, label: Label, stretch: Int64
    ) throws(ServiceRefusal) -> ReadRequest {
        // Who names no number takes what there is; who names one is told when it is too many.
        let isDefault = request.countMax == ReadRequest.pointsMax
        let points = isDefault ? policy.limits.points : Int64(request.countMax)
        let reading = trust.reading()
        let found = policy.evaluate(
            PolicyRequest(
                agentId: granted.agent, resourceId: request.what.rawValue,
                operation: Self.operation(request.what, stretch).rawValue,
                context: PolicyRequest.Context(
                    origin: .bus, time: max(reading.seconds, 0), label: label,
                    ceiling: granted.ceiling, points: points, bytes: Int64(AnswerPage.bytesMax),
                    tokenEnd: granted.tokenEnd)))
        trust.keep(found, at: reading)
        switch found.verdict {
        case .allow: break
        case .ask:
            // Nothing that is asked here can be approved: it would have to be asked again each time.
            throw ServiceRefusal(
                rule: found.rule,
                reason: "More than 24 hours at once are answered only where the agent's settings "
                    + "say security.history: always. Ask for a day at a time.")
        case .deny: throw ServiceRefusal(rule: found.rule, reason: found.reason)
        }
        return request.limited(to: Int(points))
    }

    /// Takes an answer's bytes from the asker's budget.
    func spend(bytes: Int, of granted: Granted) throws(ServiceRefusal) {
        guard let holder = granted.holder else { return }
        do {
            try state.withLock { state throws(Refusal) in
                try state.ledger.take(
                    .busBytes, Int64(bytes), holder: holder, at: trust.milliseconds)
            }
        } catch {
            throw ServiceRefusal(error)
        }
    }

    private static func operation(_ what: ReadSubject, _ stretch: Int64) -> Operation {
        switch what {
        case .data: stretch > 86_400_000 ? .readHistory : .readData
        case .insights: .readInsights
        }
    }

    private func denial(
        _ message: IncomingMessage, _ asker: RequestGate.Asker, _ rule: Rule,
        _ reading: ClockReading
    ) -> PolicyEvaluation {
        let what: Operation =
            switch message.subject {
            case ReadSubject.data.rawValue: .readData
            case ReadSubject.insights.rawValue: .readInsights
            default: ServedSubjects.operation(of: message.subject)
            }
        var context = PolicyRequest.Context(origin: .bus, time: max(reading.seconds, 0))
        if rule == .budgetSpent { context.budget = rule } else { context.credential = rule }
        return policy.evaluate(
            PolicyRequest(
                agentId: asker.name, resourceId: message.subject, operation: what.rawValue,
                context: context))
    }
}
