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
    /// s that a sealed export lies in `exports/`.
    static let exportLife: Int64 = 7 * 86_400

    let options: ApprovalOptions
    let store: Store
    let work: any ApprovalWork
    let key: MessageKey
    let tell: @Sendable (String) -> Void
    private let executor = BlockingExecutor(label: "approvals")
    var generator: any RandomNumberGenerator & Sendable
    let believed: AgentTrust
    var trust: ApprovalTrust
    private var tidied: Int64?
    var cases: [String: Case] = [:]
    var sayings: [String: Saying] = [:]
    var running: [String: Task<Void, Never>] = [:]
    /// How deeds ended that could not be kept yet.
    var untold: [String: Approval.Event] = [:]
    /// Nothing more is begun: the next start does it.
    private(set) var isEnding = false
    nonisolated let news: AsyncStream<Void>
    let hasNews: AsyncStream<Void>.Continuation

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// - Parameters:
    ///   - believed: whose word counts, and by which clock.
    ///   - granting: what `believed` was made with.
    ///   - key: this agent's message key, with which requests and outcomes are signed.
    ///   - tell: gets what a person at this machine should know; no measure is in it.
    init(
        store: Store, believed: AgentTrust, granting: GrantingOptions, key: MessageKey,
        work: any ApprovalWork, options: ApprovalOptions,
        generator: some RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        tell: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.store = store
        self.believed = believed
        trust = ApprovalTrust(granting, agent: options.agent, believed.keys())
        self.key = key
        self.work = work
        self.options = options
        self.generator = generator
        self.tell = tell
        (news, hasNews) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Takes up what an earlier run left. To be called once, before anything else.
    public func open() throws {
        read(try store.approvals(limit: Self.overMax))
        tick()
    }

    /// Time has passed: a second or so.
    public func tick() {
        look()
        tellWhatIsDone()
        for id in cases.keys.sorted() where cases[id]?.approval.state.isFinal == false {
            try? handle(.tick, of: id)
        }
        for id in cases.keys.sorted() { executeIfBound(id) }
        tidy()
    }

    /// The time, and whether it may be believed.
    func clock() -> ClockReading { believed.reading() }

    /// Keys and revocations as they are now.
    func look() {
        guard let keys = believed.keys() else { return }
        trust.verifier.keyring = keys.keyring
        trust.verifier.revocations = keys.revocations
    }

    /// Takes away exports that nobody fetched, once an hour.
    private func tidy() {
        let now = clock()
        guard now.isTrusted, tidied.map({ now.seconds >= $0 + 3_600 || now.seconds < $0 }) ?? true
        else { return }
        tidied = now.seconds
        for id in work.tidy(before: now.seconds - Self.exportLife) {
            tell("The export \(id) was taken away: it had lain there for a week.")
        }
    }

    /// Waits for what is under way.
    public func settle() async {
        while let task = running.values.first { await task.value }
    }

    /// Begins nothing more, and waits for what is under way.
    func end() async {
        isEnding = true
        await settle()
        hasNews.finish()
    }

    /// The approval that waits for a person now: a new one, or the one that waits already for the
    /// same wish.
    func ask(_ wish: ApprovalWish) throws(Refusal) -> Case {
        look()
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
        // What costs nothing to find out, before the recording is read.
        try check(wish, bytes: try work.size(wish), now)
        let survey = try work.survey(wish)
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
        _ wish: ApprovalWish, bytes: Int64, _ now: ClockReading
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
        guard Int64(count) < limits.approvalsPerDay else {
            throw Refusal(
                .budgetSpent, "\(limits.approvalsPerDay) approvals a day are asked for at most.")
        }
        guard open < Self.openMax else {
            throw Refusal(.busy, "\(Self.openMax) approvals are open already.")
        }
        try decide(wish, .ask, now)
        guard wish.operation == .exportRaw else { return }
        let left = limits.exportBytesPerDay - exportedBytes(since: since)
        guard bytes <= limits.exportBytesPerDay else {
            throw Refusal(
                .tooLarge,
                "It has \(bytes) bytes; \(limits.exportBytesPerDay) a day leave at most.")
        }
        guard bytes <= left else {
            throw Refusal(
                .budgetSpent,
                "It has \(bytes) bytes; of \(limits.exportBytesPerDay) a day \(left) are left.")
        }
    }

    /// Bytes of what was asked for since then and was exported, or may still be.
    private func exportedBytes(since seconds: Int64) -> Int64 {
        cases.values.reduce(0) { sum, known in
            let request = known.approval.request
            guard request.action.operation == .exportRaw, request.asked >= seconds else {
                return sum
            }
            switch known.approval.state {
            case .denied, .cancelled, .expiredUndecided, .lapsed, .revoked, .failed: return sum
            default: return sum + request.size
            }
        }
    }

    /// What the policy says, in `decisions.jsonl`.
    ///
    /// - Throws: where it says something else than awaited.
    func decide(
        _ wish: ApprovalWish, _ verdict: PolicyEvaluation.Verdict, _ now: ClockReading
    ) throws(Refusal) {
        var settings = PolicySettings()
        settings.mode = options.mode
        settings.approvalLife = options.lifeSeconds
        // What crosses the bus is the answer; what is exported stays here, sealed.
        let evaluation = Policy(settings).evaluate(
            PolicyRequest(
                agentId: wish.requester, resourceId: wish.resource,
                operation: wish.operation.rawValue,
                context: .init(
                    origin: wish.origin, time: max(now.seconds, 0), label: .internal,
                    isApproved: verdict == .allow)))
        believed.keep(evaluation, at: now)
        guard evaluation.verdict == verdict else {
            throw Refusal(evaluation.rule, evaluation.reason)
        }
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
