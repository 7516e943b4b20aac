public import EventContract
import Foundation
import NATSPublishing
import Publishing
import Storage
import Synchronization
import Trust

/// What an agent answers on the broker, beside what it measures: windows of what is stored, how it
/// is, and what NATS tools ask any service. It has a connection, a thread and a reader of the store
/// of its own, so that no request slows anything else.
///
/// What it cannot answer in time it refuses, and what waits is bounded. An answer goes to inboxes
/// only; see `RequestGate`.
public final class AgentService: Sendable {
    private struct Situation {
        var state: AgentHeartbeat.State
        var session: String?
        var isStopping = false
        /// On the clock's scale: what waits then is refused.
        var closes: Duration?
    }

    let agent: String
    let identifier: String
    let options: ServingOptions
    let clock: any ServiceClock
    let link: BrokerLink
    let gate: RequestGate
    let keeper: Gatekeeper
    let signer: MessageSigner?
    let queue: RequestQueue
    let statistics = ServiceStatistics()
    let worker: ReadWorker
    let subjects: ServedSubjects
    private let instance: String
    private let started: WireTime
    private let sequence: (@Sendable () -> UInt64)?
    private let tell: @Sendable (String) -> Void
    private let situation: Mutex<Situation>
    private let beats: AsyncStream<Void>
    private let beat: AsyncStream<Void>.Continuation
    private let tasks = Mutex<[Task<Void, Never>]>([])
    private let speaking = Mutex<Task<Void, Never>?>(nil)
    /// The state directory of an agent that keeps a bucket; nil for a replica.
    private let bucketKeyFolder: String?
    private let drops = Mutex(DropTeller())
    /// What waits for persons; nil where that is kept nowhere.
    let approvals: ApprovalOffice?
    let voice: ServiceVoice

    /// Begins to serve, in the background. A broker that is away is no error here.
    ///
    /// - Parameters:
    ///   - directory: the state directory; there must be a store in it.
    ///   - trust: whom it believes about requests.
    ///   - sequence: of the newest event; nil to look into the store for it.
    ///   - tell: gets what a person should know.
    /// - Throws: `StorageError`; `BrokerAccessError` if others may read a key in the directory.
    public convenience init(
        _ access: BrokerAccess, directory: String, options: ServingOptions, trust: AgentTrust,
        sequence: (@Sendable () -> UInt64)? = nil, approvals: ApprovalOffice? = nil,
        tell: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws {
        try await self.init(
            access, directory: directory, options: options, trust: trust, sequence: sequence,
            approvals: approvals, clock: SystemServiceClock(),
            generator: SystemRandomNumberGenerator(), tell: tell)
    }

    init(
        _ access: BrokerAccess, directory: String, options: ServingOptions, trust: AgentTrust,
        sequence: (@Sendable () -> UInt64)?, approvals: ApprovalOffice? = nil,
        clock: any ServiceClock,
        generator: some RandomNumberGenerator & Sendable,
        tell: @escaping @Sendable (String) -> Void
    ) async throws {
        var generator = generator
        agent = access.settings.agent.description
        identifier = Self.identifier(using: &generator)
        self.options = options
        self.clock = clock
        self.tell = tell
        self.approvals = approvals
        link = BrokerLink(access.settings)
        gate = RequestGate(
            agent: agent, ceilings: access.isMember ? options.memberCeilings : nil,
            ceiling: options.ceiling)
        signer = access.signer
        keeper = Gatekeeper(options, gate: gate, trust: trust)
        queue = RequestQueue(countMax: options.waitingMax)
        let open = { @Sendable () throws -> Store in
            try StateStore.reader(directory)
        }
        let uuid = try open().instance.uuid
        instance = options.isReplica ? "\(uuid)-\(identifier)" : uuid
        let worker = ReadWorker(ReadDesk(person: options.person, clock: clock, open: open))
        self.worker = worker
        self.sequence = sequence
        // Made, or refused, at the start and not at the first use.
        if !options.isReplica { _ = try BucketKey.readOrMake(in: directory) }
        bucketKeyFolder = options.isReplica ? nil : directory
        voice = ServiceVoice(access.signer)
        started = clock.utc()
        situation = Mutex(Situation(state: options.isReplica ? .serving : .waiting))
        (beats, beat) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        subjects = ServedSubjects(
            agent: agent, identifier: identifier,
            statusSubject: "agents.status.\(agent).\(options.owner).\(instance)")
        await start(isMember: access.isMember)
    }

    /// 22 letters and digits, as NATS services have them.
    private static func identifier(using generator: inout some RandomNumberGenerator) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        return String((0..<22).map { _ in letters[Int.random(in: 0..<62, using: &generator)] })
    }

    /// What the agent is doing. Cheap, and from any thread.
    public func note(_ state: AgentHeartbeat.State, session: String?) {
        let isNew = situation.withLock { situation in
            guard !situation.isStopping, situation.state != state || situation.session != session
            else { return false }
            (situation.state, situation.session) = (state, session)
            return true
        }
        if isNew { beat.yield() }
    }

    /// Answers what has come, and ends. What cannot be answered by then is refused.
    public func finish(withinSeconds seconds: Double = 5) async {
        situation.withLock { situation in
            (situation.state, situation.isStopping) = (.stopping, true)
            situation.closes = clock.now() + .seconds(seconds)
        }
        await link.drain()
        beat.finish()
        let running = tasks.withLock { tasks in
            defer { tasks = [] }
            return tasks
        }
        for task in running { await task.value }
        speaking.withLock { $0 }?.cancel()
        try? await link.flush()
        await link.stop()
        let unanswerable = statistics.totals.unanswerable
        if unanswerable > 1 {
            tell("\(unanswerable) requests were not answered: their reply subjects are no inboxes.")
        }
    }
}

extension AgentService {
    private func start(isMember: Bool) async {
        var answering: [(BrokerInbox, @Sendable (IncomingMessage) async -> Void)] = []
        for what in ReadSubject.allCases {
            answering.append(
                (await inbox(what.rawValue, isShared: true), { await self.take($0, what) }))
        }
        // A replica stores nothing: wishes are for the agent itself.
        for subject in ServedSubjects.guarded where !options.isReplica {
            let ask: @Sendable (IncomingMessage) async -> Void = {
                await self.askApproval($0, subject)
            }
            answering.append((await inbox(subject, isShared: true), ask))
        }
        if approvals != nil {
            answering.append(
                (await inbox("approvals.decision.\(agent).*"), { await self.takeDecision($0) }))
        }
        let status = heartbeat().statusSubject
        answering.append((await inbox(status), { await self.answerStatus($0, status) }))
        for verb in ServiceDescription.Verb.allCases {
            for subject in subjects.discovery(verb, isAlone: isMember) {
                answering.append((await inbox(subject), { await self.describe($0, verb) }))
            }
        }
        let running = answering.map { inbox, answer in
            Task { for await message in inbox { await answer(message) } }
        }
        let intake = Task {
            for task in running { await task.value }
            self.queue.end()
        }
        let notices = link.notices
        Task { for await notice in notices { self.hear(notice) } }
        let serving = Task { await self.serve() }
        let beating = Task { await self.beatUntilFinished() }
        let speaking = Task { await self.speakOfApprovals() }
        let ticking = Task { [beat, options] in
            // Ends with the stream of beats.
            while !Task.isCancelled {
                try? await ContinuousClock().sleep(for: .seconds(options.heartbeatSeconds))
                if case .terminated = beat.yield() { return }
            }
        }
        beat.onTermination = { _ in ticking.cancel() }
        self.speaking.withLock { $0 = speaking }
        tasks.withLock { $0 = [intake, serving, beating] }
        Task { [link] in await link.run() }
    }

    /// Room for a burst: what is taken from it is answered, queued or refused at once.
    private func inbox(_ subject: String, isShared: Bool = false) async -> BrokerInbox {
        await link.subscribe(
            subject, group: isShared ? agent : nil, countMax: isShared ? 4_096 : 256,
            bytesMax: isShared ? 4 << 20 : 1 << 20)
    }

    private func hear(_ notice: BrokerNotice) {
        switch notice {
        case .connected: beat.yield()
        case .subscriptionRefused(let subject):
            tell("The broker does not let this agent serve \(subject).")
        case .dropped(let subject, let count):
            let now = clock.now().seconds
            if let text = drops.withLock({ $0.note(count, on: subject, at: now) }) { tell(text) }
        case .waiting, .publishRefused, .stopped: break
        }
    }

    /// One request after the other, until no more can come.
    private func serve() async {
        while let waiting = await queue.next() {
            let subject = waiting.request.what.rawValue
            let began = clock.now()
            let deadline =
                waiting.arrived
                + .seconds(min(options.deadlineSeconds, keeper.requestSeconds))
            do throws(ServiceRefusal) {
                if let closes = situation.withLock({ $0.closes }), began >= closes {
                    throw .stopping
                }
                guard began < deadline else { throw .tooLate }
                let body = try await answer(waiting, until: deadline)
                try? await link.publish(
                    body, to: waiting.replySubject, headers: headers(waiting.granted, subject, body)
                )
                statistics.answered(subject, in: clock.now() - began)
            } catch {
                await say(error, to: waiting.replySubject, subject)
            }
        }
    }

    private func beatUntilFinished() async {
        var keeper: BucketKeeper?
        if let bucketKeyFolder, let name = try? AgentName(agent) {
            keeper = BucketKeeper(
                AgentBucket(link, agent: name),
                seal: { try BucketKey.readOrMake(in: bucketKeyFolder) })
        }
        for await _ in beats { await beatOnce(&keeper, isLast: false) }
        await beatOnce(&keeper, isLast: true)
    }

    private func beatOnce(_ keeper: inout BucketKeeper?, isLast: Bool) async {
        guard case .connected = await link.state else { return }
        let heartbeat = heartbeat()
        if let body = try? Self.encoded(heartbeat) {
            let subject = heartbeat.heartbeatSubject
            try? await link.publish(
                body, to: subject, headers: voice.headers(for: body, on: subject, at: clock.utc()))
        }
        await keeper?.keep(
            heartbeat, sequence: await newest(), at: clock.now(), isLast: isLast,
            rows: { try await self.worker.baseline() })
    }
}

extension AgentService {
    private func newest() async -> UInt64 {
        if let sequence { return sequence() }
        return await worker.newestSequence() ?? 0
    }

    func heartbeat() -> AgentHeartbeat {
        let (state, session) = situation.withLock { ($0.state, $0.session) }
        return AgentHeartbeat(
            agent: agent, owner: options.owner, session: session, instance: instance,
            time: clock.utc(), intervalSeconds: options.heartbeatSeconds, state: state)
    }

    func status() async -> AgentStatus {
        let totals = statistics.totals
        return AgentStatus(
            heartbeat: heartbeat(), version: AgentVersion.text, started: started,
            sequence: await newest(), answered: totals.answered, refused: totals.refused,
            waiting: queue.count)
    }

    func description(_ verb: ServiceDescription.Verb) -> ServiceDescription {
        var description = ServiceDescription(
            verb, name: agent, id: identifier, version: AgentVersion.text,
            metadata: ["instance_id": instance, "owner": options.owner])
        switch verb {
        case .ping: break
        case .info:
            description.description =
                "Windows of what a biosignal agent measured and found; not a medical device."
            description.endpoints = subjects.endpoints.map { endpoint in
                var endpoint = endpoint
                endpoint.metadata = [:]
                return endpoint
            }
        case .stats:
            description.started = started.text
            description.endpoints = subjects.endpoints.map { statistics.filled($0) }
        }
        return description
    }

    /// One line a minute: whoever may write there may write anything, and often.
    func noteDecision(_ refusal: Refusal) {
        let now = clock.now().seconds
        let text = drops.withLock {
            $0.note(1, on: Self.decisions, at: now) { count in
                count == 1
                    ? "What came about an approval does not count: \(refusal)"
                    : "\(count) things came about approvals that do not count; the last: \(refusal)"
            }
        }
        if let text { tell(text) }
    }

    /// Told once, however often it happens.
    func noteUnanswerable(_ subject: String) {
        guard statistics.unanswerable() else { return }
        tell(
            "A request on \(subject) was not answered: its reply subject is no inbox. Further ones "
                + "are only counted.")
    }

    static func encoded(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }
}
