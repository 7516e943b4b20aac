import EventContract
import NATSPublishing
import Storage
import Synchronization
import Trust

/// Asks every request for what it has to show, decides by the policy, and keeps what was decided.
///
/// In order: size, signature, token, requests left; once it has been read: mode, label, size and the
/// operation's own line; once there is an answer: bytes left. The first that says no is named.
final class Gatekeeper: Sendable {
    private struct State {
        var judge = ClockJudge(floorMilliseconds: 0)
        var trust: TrustKeeper?
        var ledger: BudgetLedger
        var log: DecisionLog
    }

    private let policy: Policy
    private let gate: RequestGate
    private let clock: any ServiceClock
    private let believesClock: Bool
    private let state: Mutex<State>

    /// - Parameters:
    ///   - log: nil to keep no decisions.
    ///   - tell: gets what a person should know.
    /// - Throws: `TrustFolderError` if what grants is not there.
    init(
        _ options: ServingOptions, gate: RequestGate, clock: any ServiceClock, log: BoundedLog?,
        tell: @escaping @Sendable (String) -> Void
    ) throws {
        self.gate = gate
        self.clock = clock
        var settings = options.policy
        settings.ceiling = min(settings.ceiling, options.ceiling)
        // Until tokens are asked for, the requester's role is its ceiling, and all there is.
        if options.granting == nil, settings.answers[.readHistory] == nil {
            settings.answers[.readHistory] = .always
        }
        policy = Policy(settings)
        believesClock = options.granting?.believesClock ?? true
        var state = State(
            ledger: BudgetLedger(policy.limits), log: DecisionLog(log, tell: tell))
        if let granting = options.granting {
            let reading = state.judge.judge(clock, believesClock: granting.believesClock)
            state.trust = try TrustKeeper(
                granting, audience: gate.agent, at: reading, now: clock.now(), tell: tell)
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
            return try state.withLock { state throws(Refusal) in
                let reading = state.judge.judge(clock, believesClock: believesClock)
                guard state.trust != nil else {
                    return Granted(
                        agent: asker.name, holder: nil, requestId: nil,
                        ceiling: ceiling(of: asker), tokenEnd: nil)
                }
                do throws(Refusal) {
                    return try admit(message, from: asker, &state, at: reading)
                } catch {
                    state.log.keep(denial(message, asker, error.rule, reading), at: reading)
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
        let headers = [MessageSigner.headerName, RequestGuard.tokenHeader]
        guard headers.allSatisfy({ !message.repeatedHeaders.contains($0) }) else {
            throw Refusal(.memberTwice, "The request has one of its headers twice.")
        }
        let shown = ShownRequest(
            subject: message.subject, payload: message.payload,
            signature: message.headers[MessageSigner.headerName],
            token: message.headers[RequestGuard.tokenHeader], account: asker.account)
        guard
            let grant = try state.trust?.check(
                shown, at: reading, now: clock.now(), learning: &state.judge)
        else { throw Refusal(.tokenMissing, "Nothing that grants is known here.") }
        let holder = grant.token.holder.identifier
        try state.ledger.take(.requests, holder: holder, at: clock.milliseconds)
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
        let found = state.withLock { state in
            let reading = state.judge.judge(clock, believesClock: believesClock)
            let found = policy.evaluate(
                PolicyRequest(
                    agentId: granted.agent, resourceId: request.what.rawValue,
                    operation: Self.operation(request.what, stretch).rawValue,
                    context: PolicyRequest.Context(
                        origin: .bus, time: max(reading.seconds, 0), label: label,
                        ceiling: granted.ceiling, points: points,
                        bytes: Int64(AnswerPage.bytesMax), tokenEnd: granted.tokenEnd)))
            state.log.keep(found, at: reading)
            return found
        }
        guard found.verdict == .allow else {
            throw ServiceRefusal(rule: found.rule, reason: found.reason)
        }
        return request.limited(to: Int(points))
    }

    /// Takes an answer's bytes from the asker's budget.
    func spend(bytes: Int, of granted: Granted) throws(ServiceRefusal) {
        guard let holder = granted.holder else { return }
        do {
            try state.withLock { state throws(Refusal) in
                try state.ledger.take(
                    .busBytes, Int64(bytes), holder: holder, at: clock.milliseconds)
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
            message.subject == ReadSubject.data.rawValue ? .readData : .readInsights
        var context = PolicyRequest.Context(origin: .bus, time: max(reading.seconds, 0))
        if rule == .budgetSpent { context.budget = rule } else { context.credential = rule }
        return policy.evaluate(
            PolicyRequest(
                agentId: asker.name, resourceId: message.subject, operation: what.rawValue,
                context: context))
    }
}

extension ClockJudge {
    /// Judges what a service's clock shows now.
    mutating func judge(_ clock: any ServiceClock, believesClock: Bool) -> ClockReading {
        judge(
            wallMilliseconds: clock.utc().millisecondsSince1970,
            monotonicMilliseconds: clock.milliseconds,
            isSynchronised: believesClock || clock.isSynchronised())
    }
}

extension ServiceClock {
    /// ms of the clock that is never set.
    fileprivate var milliseconds: Int64 { Int64(now() / .milliseconds(1)) }
}
