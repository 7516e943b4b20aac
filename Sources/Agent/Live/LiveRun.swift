import Acquisition
import Biosignals
import DeviceProtocols
import EventContract
public import Publishing
public import Storage

/// The whole agent on live boards: bytes in, findings into the store and from there to whoever
/// listens. Boards come and go; the session goes on until it is stopped.
///
/// One task owns everything here. Reading has threads of its own; this looks at what they brought
/// a few times a second, because no finding is more urgent than that and waking up costs more than
/// the work.
public final class LiveRun {
    /// How a live run ended.
    public struct Outcome: Equatable, Sendable {
        public let eventCount: Int
        /// Only with `once`: the last board has gone, or none has come.
        public let isDeviceGone: Bool
    }

    private static let step = Duration.milliseconds(250)
    /// While somebody watches.
    private static let picture = Duration.milliseconds(33)
    /// While a terminal shows it, which draws less often than a browser.
    private static let terminalPicture = Duration.milliseconds(100)
    /// With `once`, a board must be found by then.
    private static let onceWithin = 20.0
    /// Windows wait so long for a board that is late; what comes later still belongs to its own.
    private static let lateMax = 5.0
    /// Findings that wait while the store takes none.
    private static let waitingMax = 100_000

    let options: LiveOptions
    let host: HostClock
    let tell: (LiveNote) -> Void
    let desk: EventDesk
    let broker: BrokerDelivery?
    /// Told what the agent is doing, so that others may ask.
    private let service: AgentService?
    let teller: PageTeller?
    /// What others say on the broker.
    var listening: BrokerListening?
    var heard = HeardTally()
    var homeAssistant: HomeAssistantRole?
    private let roster: PortRoster
    private let sensors: [BusSensor]
    var boards: [LiveBoard] = []
    var session: LiveSession?
    /// The session's beginning has been told.
    var hasBegun = false
    /// What other agents say is kept beside the recording, once there is something.
    var contextFile: LineLog?
    var contextFileFailed = false
    /// Subjects of which a message that is none has been told.
    var contextRefused: Set<String> = []
    /// When the recorders were last looked after.
    var lastSync = 0.0
    /// What could not be stored yet, in order.
    private var waiting: [EventFactory.Timed] = []
    private var owed: (items: [SessionItem], beats: [TimedBeat]) = ([], [])
    private var isSessionOwed = false
    private(set) var storeHasFailed = false
    /// What the local door shows; nil where there is none.
    var door: DoorReporter?

    /// - Parameters:
    ///   - broker: what delivers the store's events; others are listened to there as well.
    ///   - service: what answers there.
    ///   - tell: gets what happened, for people.
    /// - Throws: `DeviceWatchError` if boards are to be found and the system does not tell of them.
    public init(
        store: Store, publisher: (any EventPublisher)? = nil, broker: BrokerDelivery? = nil,
        service: AgentService? = nil, options: LiveOptions, host: HostClock = .system,
        tell: @escaping (LiveNote) -> Void
    ) throws {
        self.options = options
        self.host = host
        self.broker = broker
        self.service = service
        teller = options.page.map { PageTeller(feed: $0) }
        self.tell = tell
        roster = try PortRoster(sources: options.sources, onlySimulated: options.isDemo)
        sensors = options.sources.compactMap { source in
            guard case .i2c(let bus, let address) = source.place else { return nil }
            return BusSensor(source: source, bus: bus, address: address)
        }
        desk = EventDesk(
            store: store, publisher: publisher, agent: options.agent, person: options.person,
            ceiling: options.ceiling, broker: broker, isDemo: options.isDemo,
            audit: AuditTeller(options.audit), generator: SystemRandomNumberGenerator())
        door = options.door.map {
            DoorReporter(options: $0, startedMilliseconds: host.utc().time.millisecondsSince1970)
        }
    }

    /// Runs until stopped; with `once`, until the last board has gone.
    public func run(isStopped: () -> Bool) async throws -> Outcome {
        let firstSequence = desk.writer.lastSequence
        recoverRecordings()
        if let broker { listening = await BrokerListening(broker.access) }
        await announceToHomeAssistant()
        let began = host.monotonicSeconds()
        var isDeviceGone = false
        var isFirst = true
        var due = ContinuousClock.now
        showWaiting()
        while !isStopped() {
            let now = host.monotonicSeconds()
            try await step(at: now)
            await showState(at: now)
            if isFirst, !roster.isAnyOpen, !sensors.contains(where: \.isOpen) {
                tell(.waiting(for: roster.ports.map(\.place)))
            }
            isFirst = false
            if options.once, isOver(after: now - began) {
                isDeviceGone = true
                break
            }
            due = max(due.advanced(by: pause), ContinuousClock.now)
            try? await ContinuousClock().sleep(until: due)
        }
        try await end(isDeviceGone ? "deviceGone" : "stopped")
        await stopListening()
        return Outcome(
            eventCount: Int(desk.writer.lastSequence - firstSequence),
            isDeviceGone: isDeviceGone)
    }

    /// Between two looks at what has come.
    private var pause: Duration {
        guard let teller, teller.isWatched else { return Self.step }
        return teller.hasViewers ? Self.picture : Self.terminalPicture
    }

    private func isOver(after seconds: Double) -> Bool {
        boards.isEmpty
            ? seconds > Self.onceWithin : boards.allSatisfy { !$0.isConnected }
    }

    private func step(at now: Double) async throws {
        for (port, news) in roster.look(at: now) { try await take(news, from: port, at: now) }
        for port in roster.ports { try await take(port.step(at: now), from: port, at: now) }
        try await look(at: sensors, now: now)
        listen(at: now)
        service?.note(
            boards.contains { $0.isConnected } ? .measuring : .waiting,
            session: session?.identifier)
        await tellDoor(at: now)
        guard session != nil else { return }
        expectNothingLate(at: now)
        session?.setClocks(of: boards, host: host.utc())
        try await tendRecorders(at: now)
        try await tellContacts()
        if let found = session?.advance() { try await keep(found) }
        let reports = session?.reportsDue() ?? []
        try await deliver(reports)
    }

    /// What is older than a few seconds and has not come will not come: the other boards' windows
    /// need not wait.
    private func expectNothingLate(at now: Double) {
        guard let origin = session?.origin else { return }
        for channel in session?.channels.indices ?? 0..<0 {
            session?.expectNothing(of: channel, before: now - origin - Self.lateMax)
        }
    }

    /// Findings into the store, then on their way.
    func keep(_ found: (items: [SessionItem], beats: [TimedBeat])) async throws {
        guard !found.items.isEmpty || !found.beats.isEmpty else { return }
        for board in boards { board.recorder?.annotate(found.beats) }
        noteForDoor(found)
        owed.items += found.items
        owed.beats += found.beats
        if let session { teller?.note(found.items, found.beats, in: session.pipeline) }
        storeOwed()
        try await deliver(found.items.compactMap { session?.event(for: $0) })
    }

    /// The session's row comes first: the others refer to it.
    private func storeOwed() {
        guard let session else { return }
        do {
            if isSessionOwed { try desk.store.begin(try session.stored) }
            isSessionOwed = false
            try self.session?.store(owed.items, owed.beats, in: desk.store)
            try self.session?.savePersonal(to: desk.store)
            owed = ([], [])
            noteStoreSuccess()
        } catch {
            noteStoreFailure(error)
            if owed.beats.count > Self.waitingMax { owed.beats.removeAll() }
        }
    }

    /// What the store refuses waits, and is offered again with what comes next: a full disk stops
    /// no measuring.
    func deliver(_ timed: [EventFactory.Timed]) async throws {
        waiting += timed
        guard !waiting.isEmpty, var session else { return }
        self.session = nil  // The only copy, so that its buffers are changed in place.
        defer { self.session = session }
        do {
            let events = try await session.deliver(waiting, through: desk)
            teller?.note(events, by: session.factory)
            waiting.removeAll()
            noteStoreSuccess()
        } catch let error as StorageError {
            noteStoreFailure(error)
            let surplus = waiting.count - Self.waitingMax
            if surplus > 0 { waiting.removeFirst(surplus) }
        } catch let error as PublishingError {
            // They are stored; the file beside it ends here.
            waiting.removeAll()
            desk.dropPublisher()
            tell(.eventsEnded(why: "\(error)"))
        }
    }

    /// What a board that is away at the end did not send.
    private func explainAbsences() {
        for board in boards where !board.isConnected {
            for channel in board.sessionChannels {
                session?.explain(Gap(samples: 0..<Int.max, cause: .unplugged), of: channel)
            }
        }
    }

    private func noteStoreSuccess() {
        guard storeHasFailed, owed.items.isEmpty, owed.beats.isEmpty, waiting.isEmpty else {
            return
        }
        storeHasFailed = false
        tell(.storeBack)
    }

    private func noteStoreFailure(_ error: any Error) {
        if !storeHasFailed { tell(.storeFailed(why: "\(error)")) }
        storeHasFailed = true
    }

    private func end(_ cause: String) async throws {
        let now = host.monotonicSeconds()
        for port in roster.ports { try await take(port.conclude(at: now), from: port, at: now) }
        try await look(at: sensors, now: now)
        roster.close()
        for sensor in sensors { sensor.close() }
        explainAbsences()
        let absent = boards.filter { !$0.isConnected }
        for board in boards { try await finish(board) }
        for board in absent { board.closeLedger(at: session?.duration ?? 0) }
        guard session != nil else { return endPage() }
        if let found = session?.finish() { try await keep(found) }
        try await tellContacts(isLast: true)
        try await stopRecorders()
        let seconds = session?.duration ?? 0
        let event = session?.factory.ended(
            after: seconds, by: cause, devices: boards.map(\.wire))
        try await deliver(event.map { [$0] } ?? [])
        storeOwed()
        endPage()
        guard let session else { return }
        try desk.store.end(
            session: session.identifier,
            atMilliseconds: session.factory.time(seconds).millisecondsSince1970)
    }

    /// What cannot be read is as if nothing were known: nothing stops the measuring.
    func personalRecords() -> PersonalRecords {
        do {
            return try PersonalRecords(of: options.person, in: desk.store)
        } catch {
            tell(.port("The person's baseline is not used: \(error)"))
            return PersonalRecords()
        }
    }

    /// The session begins with the first board's first byte.
    func begin(
        _ channels: [Channel], of origin: EventFactory.Origin, at seconds: Double
    ) throws {
        let utc = host.utc()
        let start = HostClock.UTCReading(
            time: utc.time.advanced(by: Seconds(seconds - host.monotonicSeconds())),
            isSynced: utc.isSynced, errorMillisecondsMax: utc.errorMillisecondsMax)
        let session = try LiveSession(
            identifier: desk.identifier(), channels: channels, device: origin, origin: seconds,
            utc: start, settings: options.session, timeZone: options.timeZone,
            personal: personalRecords(), isShown: teller != nil)
        self.session = session
        introduce(session)
        isSessionOwed = true
        storeOwed()
    }
}
