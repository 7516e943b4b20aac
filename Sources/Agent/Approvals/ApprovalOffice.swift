import EventContract
import Publishing
import Storage
import Trust

/// Keeps approvals from being asked for to being done once: every state is on the disk before what
/// follows from it, and a restart takes up what it finds there.
///
/// It grants nothing. A decision counts by an approver's signature, an execution by that and the
/// issuer's one-off token, both over the hash of exactly what is about to be done.
public actor ApprovalOffice {
    struct Case {
        var approval: Approval
        /// As signed.
        let request: [UInt8]
        var token: [UInt8]?
        var outcome: [UInt8] = []
        var isTold = false
        var files: [String] = []
        var ended: Int64?
    }

    /// Something to be said on the broker.
    struct Saying: Equatable, Sendable {
        let id: String
        let subject: String
        let payload: [UInt8]
        let isOutcome: Bool
    }

    /// Open ones at most, whoever asks.
    static let openMax = 10
    /// Of those that are over, so many are shown.
    static let overMax = 100

    let options: ApprovalOptions
    let store: Store
    let work: any ApprovalWork
    let clock: @Sendable () -> ClockReading
    private let key: MessageKey
    private let tell: @Sendable (String) -> Void
    private let executor = BlockingExecutor(label: "approvals")
    private var generator: any RandomNumberGenerator & Sendable
    var trust: ApprovalTrust
    var cases: [String: Case] = [:]
    /// Rows that could not be read yet because the clock was not trusted.
    private var unread: [StoredApproval] = []
    var sayings: [String: Saying] = [:]
    private var running: [String: Task<Void, Never>] = [:]
    nonisolated let news: AsyncStream<Void>
    private let hasNews: AsyncStream<Void>.Continuation

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// - Parameters:
    ///   - key: this agent's message key, with which requests and outcomes are signed.
    ///   - tell: gets what a person at this machine should know; no measure is in it.
    init(
        store: Store, trust: ApprovalTrust, key: MessageKey, work: any ApprovalWork,
        options: ApprovalOptions, clock: @escaping @Sendable () -> ClockReading,
        generator: some RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        tell: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.store = store
        self.trust = trust
        self.key = key
        self.work = work
        self.options = options
        self.clock = clock
        self.generator = generator
        self.tell = tell
        (news, hasNews) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Takes up what an earlier run left. To be called once, before anything else.
    public func open() throws {
        unread = try store.approvals(limit: Self.overMax)
        readRows()
        tick()
    }

    /// Time has passed: a second or so.
    public func tick() {
        if !unread.isEmpty, clock().isTrusted { readRows() }
        for id in cases.keys.sorted() where cases[id]?.approval.state.isFinal == false {
            try? handle(.tick, of: id)
        }
        for id in cases.keys.sorted() { executeIfBound(id) }
    }

    /// Waits for what is under way.
    public func settle() async {
        while let task = running.values.first { await task.value }
    }

    /// Nothing more is said.
    func close() { hasNews.finish() }

    // MARK: - Asking

    /// The approval that waits for a person now: a new one, or the one that waits already for the
    /// same wish.
    func ask(_ wish: ApprovalWish) throws(Refusal) -> Case {
        let now = clock()
        guard let ceiling = trust.ceilings[wish.requester] else {
            throw Refusal(.agentUnknown, "Nobody of that name takes part.")
        }
        let subject = Subject(wish.operation.guardedSubject)
        _ = try trust.ceilings.check(
            agent: ceiling.agent, subjects: [subject], label: .internal)
        if let known = cases.values.first(where: { $0.isOpen(for: wish, of: ceiling.agent) }) {
            return known
        }
        let survey = try work.survey(wish)
        try check(wish, survey, now)
        var generator = generator
        let id = ULID(millisecondsSince1970: now.milliseconds, using: &generator).description
        self.generator = generator
        let action = try ApprovalAction(
            approvalId: id, operation: wish.operation, agent: options.agent,
            requester: ceiling.agent, resource: wish.resource, resourceDigest: survey.digest,
            parameters: wish.parameters)
        let request = try ApprovalRequest(
            action: action, words: survey.words, size: survey.bytes, count: survey.count,
            label: survey.label, asked: now.seconds, expires: now.seconds + options.lifeSeconds,
            quorum: options.quorum(wish.operation))
        let fresh = Case(
            approval: Approval(request), request: request.document(signedBy: key), token: nil)
        try keep(fresh)
        cases[id] = fresh
        tell("Approval \(id) is asked for: \(survey.words)")
        try handle(.tick, of: id)
        return cases[id] ?? fresh
    }

    private func check(
        _ wish: ApprovalWish, _ survey: ApprovalSurvey, _ now: ClockReading
    ) throws(Refusal) {
        if let distrust = now.distrust {
            throw Refusal(.clockUntrusted, "The clock is not trusted: \(distrust.rawValue).")
        }
        let limits = BudgetLimits(options.mode)
        let since = now.seconds - 86_400
        guard let count = try? store.approvalCount(since: since) else {
            throw Refusal(.busy, "The store cannot be read.")
        }
        let open = cases.values.count { !$0.approval.state.isFinal }
        guard Int64(count) < limits.approvalsPerDay, open < Self.openMax else {
            throw Refusal(
                .budgetSpent, "\(limits.approvalsPerDay) approvals a day are asked for at most.")
        }
        if wish.operation == .exportRaw, survey.bytes > limits.exportBytesPerDay {
            throw Refusal(
                .tooLarge,
                "It has \(survey.bytes) bytes; \(limits.exportBytesPerDay) a day leave at most.")
        }
        var settings = PolicySettings()
        settings.mode = options.mode
        settings.approvalLife = options.lifeSeconds
        // What crosses the bus is the answer; what is exported stays here, sealed.
        let evaluation = Policy(settings).evaluate(
            PolicyRequest(
                agentId: wish.requester, resourceId: wish.resource,
                operation: wish.operation.rawValue,
                context: .init(origin: wish.origin, time: now.seconds, label: .internal)))
        guard evaluation.verdict == .ask else {
            throw Refusal(evaluation.rule, evaluation.reason)
        }
    }

    // MARK: - Deciding

    /// Takes in what came about an approval.
    ///
    /// - Parameter verdict: what whoever brought it says it holds; nil on the broker.
    func take(
        _ bytes: [UInt8], about id: String, saying verdict: ApprovalDecision.Answer? = nil
    ) throws(Refusal) {
        let message = try ApprovalMessage(bytes)
        let now = clock()
        for list in message.revocations {
            var verifier = trust.verifier
            // An older list is no harm: the newer one that is known stays.
            do throws(Refusal) {
                try verifier.revocations.take(list, verifier.keyring, at: now)
                trust.verifier = verifier
            } catch  where error.rule != .revocationsRollback {
                throw error
            } catch {}
        }
        guard cases[id] != nil else {
            throw Refusal(.approvalUnknown, "There is no such approval.")
        }
        for receipt in message.receipts {
            let receipt = try ApprovalReceipt.verified(
                receipt, from: trust.receiver, trust.verifier.keyring,
                trust.verifier.revocations)
            // Said again it changes nothing.
            if cases[id]?.approval.state != .requested { continue }
            try handle(.receipt(receipt), of: id)
        }
        for bytes in message.decisions {
            let decision = try VerifiedDecision(
                bytes, trust.verifier.keyring, trust.verifier.revocations, at: now)
            guard verdict.map({ $0 == decision.decision.answer }) ?? true else {
                throw Refusal(.actionDiffers, "The decision says something else.")
            }
            try handle(.decision(decision), of: id)
            let name = decision.decision.approver
            let answer = decision.decision.answer == .approve ? "agrees to" : "denies"
            tell("\(name) \(answer) approval \(id): \(decision.decision.reason)")
        }
        for bytes in message.tokens { try bind(bytes, to: id, now) }
    }

    private func bind(
        _ bytes: [UInt8], to id: String, _ now: ClockReading
    ) throws(Refusal) {
        guard let known = cases[id] else { return }
        // With a quorum of two the first approver's comes too early, and is no harm.
        if known.approval.state == .requested || known.approval.state == .delivered { return }
        var trust = trust
        let token = try trust.token(bytes, for: known.approval.request.action, at: now)
        var next = known
        _ = try next.approval.handle(.token(token), at: now)
        try trust.verifier.spend(token, at: now)
        next.token = bytes
        try keep(next)
        self.trust = trust
        cases[id] = next
        executeIfBound(id)
    }

    func takeBack(_ id: String) {
        guard cases[id]?.approval.state != .executing else { return }
        try? handle(.cancel("It was taken back at the local socket."), of: id)
    }

    // MARK: - Doing

    /// Begins what is approved and has its token; what cannot be begun is revoked.
    private func executeIfBound(_ id: String) {
        guard var known = cases[id], known.approval.state == .tokenBound else { return }
        let now = clock()
        let approved = known.approval.request
        do throws(Refusal) {
            let survey = try work.survey(ApprovalWish(approved.action))
            let action = try ApprovalAction(
                approvalId: id, operation: approved.action.operation, agent: options.agent,
                requester: approved.action.requester, resource: approved.action.resource,
                resourceDigest: survey.digest, parameters: approved.action.parameters)
            _ = try known.approval.handle(.begin(action), at: now)
            // Its use is on the disk before anything is done.
            known.token = nil
            try keep(known)
        } catch {
            // Its time may come, or be over: the next tick finds out.
            if error.rule == .clockUntrusted || error.rule == .expired || error.rule == .busy {
                return
            }
            try? handle(.revoke(error.reason), of: id)
            return
        }
        cases[id] = known
        let order = ApprovalOrder(
            action: approved.action, label: approved.label,
            approvals: known.approval.decisions.map {
                "\($0.decision.approver): \($0.decision.reason)"
            }, time: now)
        running[id] = Task.detached { [work] in
            let result = Result { try work.perform(order) }
            await self.finish(id, result)
        }
    }

    private func finish(_ id: String, _ result: Result<ApprovalDeed, any Error>) {
        running[id] = nil
        switch result {
        case .success(let deed):
            cases[id]?.files = deed.files
            try? handle(.done(deed.words), of: id)
        case .failure(let refusal as Refusal): try? handle(.failed(refusal.reason), of: id)
        case .failure(let error): try? handle(.failed("\(error)"), of: id)
        }
    }

    // MARK: - Keeping

    private func handle(_ event: Approval.Event, of id: String) throws(Refusal) {
        guard var next = cases[id] else { return }
        let before = next.approval
        let actions = try next.approval.handle(event, at: clock())
        for case .publishOutcome(let outcome) in actions {
            next.outcome = outcome.document(signedBy: key)
            next.ended = outcome.time
            next.token = nil
        }
        if next.approval != before { try keep(next) }
        cases[id] = next
        for action in actions { perform(action, next, id) }
    }

    private func perform(_ action: Approval.Action, _ known: Case, _ id: String) {
        switch action {
        case .publishRequest, .remind:
            say(known.request, "request", id, isOutcome: false)
        case .publishOutcome(let outcome):
            say(known.outcome, "outcome", id, isOutcome: true)
            let reason = outcome.reason.isEmpty ? "" : ": \(outcome.reason)"
            tell("Approval \(id) is \(outcome.state.rawValue)\(reason)")
        // Whoever grants hears the decision too, and sends the token.
        case .requestToken, .execute: break
        }
    }

    private func keep(_ known: Case) throws(Refusal) {
        let state = known.approval.state
        do throws(StorageError) {
            try store.keep(
                StoredApproval(
                    id: known.approval.request.id, asked: known.approval.request.asked,
                    isOpen: !state.isFinal, isTold: known.isTold || !state.isFinal,
                    record: known.approval.record(request: known.request, token: known.token),
                    outcome: known.outcome, files: known.files))
        } catch {
            tell("An approval cannot be kept, so nothing of it is done: \(error)")
            throw Refusal(.busy, "What is asked for cannot be kept at the moment.")
        }
    }

    private func readRows() {
        let now = clock()
        let rows = unread
        unread = []
        for row in rows {
            do throws(Refusal) {
                try read(row, now)
            } catch  where error.rule == .clockUntrusted {
                unread.append(row)
            } catch {
                tell("Approval \(row.id) is not believed as it is kept: \(error.reason)")
            }
        }
    }

    private func read(_ row: StoredApproval, _ now: ClockReading) throws(Refusal) {
        var copy = trust
        let request = try Approval.requestBytes(of: row.record)
        let action = try ApprovalRequest.verified(
            request, copy.verifier.keyring, copy.verifier.revocations
        ).action
        var token: [UInt8]?
        let approval = try Approval.read(
            row.record, copy.verifier.keyring, copy.verifier.revocations, at: now,
            token: { (bytes: [UInt8]) throws(Refusal) in
                token = bytes
                return try copy.token(bytes, for: action, at: now)
            })
        var known = Case(
            approval: approval, request: request,
            token: approval.state == .tokenBound ? token : nil, outcome: row.outcome,
            isTold: row.isTold, files: row.files)
        cases[row.id] = known
        if approval.state == .executing {
            let found = work.remains(of: action)
            for case .publishOutcome(let outcome) in known.approval.resume(at: now, found: found) {
                known.outcome = outcome.document(signedBy: key)
                known.ended = outcome.time
                try keep(known)
                cases[row.id] = known
                perform(.publishOutcome(outcome), known, row.id)
            }
        } else if approval.state.isFinal, !row.isTold {
            say(known.outcome, "outcome", row.id, isOutcome: true)
        }
    }
}

extension ApprovalOffice {
    private func say(_ payload: [UInt8], _ what: String, _ id: String, isOutcome: Bool) {
        sayings[id] = Saying(
            id: id, subject: "approvals.\(what).\(options.agent).\(id)", payload: payload,
            isOutcome: isOutcome)
        hasNews.yield()
    }

    /// Whoever has just begun to ask persons wants to hear everything that is open.
    func sayOpenOnes() {
        for (id, known) in cases where !known.approval.state.isFinal {
            if sayings[id] == nil { say(known.request, "request", id, isOutcome: false) }
        }
    }

    /// What is to be said now.
    func due() -> [Saying] { sayings.values.sorted { $0.id < $1.id } }

    /// The broker has it.
    func hasSaid(_ saying: Saying) {
        if sayings[saying.id] == saying { sayings[saying.id] = nil }
        guard saying.isOutcome, cases[saying.id] != nil else { return }
        cases[saying.id]?.isTold = true
        if let known = cases[saying.id] { try? keep(known) }
    }
}

extension ApprovalOffice.Case {
    func isOpen(for wish: ApprovalWish, of requester: String) -> Bool {
        let action = approval.request.action
        return !approval.state.isFinal && action.operation == wish.operation
            && action.resource == wish.resource && action.requester == requester
            && action.parameters == wish.parameters
    }
}
