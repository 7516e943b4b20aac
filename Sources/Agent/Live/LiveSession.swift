import Biosignals
import DeviceProtocols
import EventContract
import Publishing
import Storage

/// One live stretch of one person's signals: boards join and leave it, the pipeline and the events
/// go on. It begins with the first sample of the first board.
struct LiveSession {
    var pipeline: SessionPipeline
    private(set) var journal: SessionJournal
    let startMilliseconds: Int64
    private let parameters: SessionParameters
    /// Monotonic seconds of the session's zero.
    let origin: Double
    private var setAsideTold = 0
    private var nextSPO2 = LiveSession.reportsEvery

    /// The board's own figures leave as often as our slow measures do.
    private static let reportsEvery = 300.0

    init(
        identifier: String, channels: [Channel], device: EventFactory.Origin, origin: Double,
        utc: HostClock.UTCReading, settings: SessionPipeline.Settings, timeZone: String,
        personal: PersonalRecords, isShown: Bool = false
    ) throws(SessionError) {
        self.origin = origin
        parameters = SessionParameters(settings, timeZone: timeZone)
        var settings = settings
        settings.rollsAtEveryBeat = true
        settings.isShown = isShown
        settings.keepsFacts = true
        settings.carriesOn = true
        settings.localClock = parameters.localClock(origin: utc.time)
        pipeline = try SessionPipeline(
            channels: channels, name: "the board", settings: settings, personal: personal)
        let rate = channels.map(\.rate).max() ?? 1
        var factory = EventFactory(
            clock: SampleClock(rate: rate, origin: utc.time, isSynced: utc.isSynced),
            channels: channels, origins: [device], originOfChannel: channels.map { _ in 0 },
            session: identifier, recording: "live", isReplay: false)
        factory.parameters = parameters.digest
        startMilliseconds = utc.time.millisecondsSince1970
        journal = SessionJournal(
            identifier: identifier, factory: factory, trendHorizon: settings.trendHorizon)
    }

    var identifier: String { journal.identifier }
    var factory: EventFactory { journal.factory }
    var stored: StoredSession {
        get throws {
            StoredSession(
                id: identifier, recording: nil, sha256: nil, startMilliseconds: startMilliseconds,
                payload: try parameters.bytes)
        }
    }

    /// A board that comes later. Returns the session's index of its first channel.
    mutating func join(
        _ channels: [Channel], of device: EventFactory.Origin, at seconds: Double
    ) -> Int {
        let first = pipeline.channels.count
        pipeline.join(channels, at: seconds)
        journal.factory.channels = pipeline.channels
        journal.factory.origins.append(device)
        journal.factory.originOfChannel += channels.map { _ in journal.factory.origins.count - 1 }
        return first
    }

    /// What is known of the boards' clocks now.
    mutating func setClocks(of boards: [LiveBoard], host: HostClock.UTCReading) {
        for board in boards {
            journal.factory.origins[board.originIndex].clock = board.clock(against: host)
        }
    }

    /// Channels that cannot be worked on, since this was last asked.
    mutating func takeSetAside() -> ArraySlice<String> {
        defer { setAsideTold = pipeline.setAside.count }
        return pipeline.setAside[setAsideTold...]
    }

    var channels: [Channel] { pipeline.channels }
    var duration: Double { pipeline.duration }

    mutating func process(_ blocks: [SignalBlock]) {
        for block in blocks { pipeline.process(block) }
    }

    /// What another agent said, received just now.
    mutating func tell(_ received: ReceivedContext, at seconds: Double) {
        let origin = WireTime(millisecondsSince1970: startMilliseconds)
        pipeline.tell(ContextFact(received, known: seconds, origin: origin))
    }

    mutating func savePersonal(to store: Store) throws {
        pipeline.handOver()
        try pipeline.personal.save(to: store)
    }

    mutating func noteBoardMotion(_ isMoving: Bool, at seconds: Double) {
        pipeline.noteBoardMotion(isMoving, at: seconds)
    }

    mutating func explain(_ gap: Gap, of channel: Int) { pipeline.explain(gap, of: channel) }

    mutating func expectNothing(of channel: Int, before seconds: Double) {
        pipeline.expectNothing(of: channel, before: seconds)
    }

    /// Keeps the latest of each figure.
    mutating func note(_ report: DeviceReport, ofOrigin origin: Int) {
        journal.factory.reports.removeAll { $0.report.quantity == report.quantity }
        journal.factory.reports.append((report, origin))
    }

    /// Closes what is due and hands it over, each thing found once.
    mutating func advance() -> (items: [SessionItem], beats: [TimedBeat]) {
        pipeline.advance()
        return pipeline.take()
    }

    mutating func finish() -> (items: [SessionItem], beats: [TimedBeat]) {
        pipeline.finish()
        return pipeline.take()
    }

    /// The boards' own figures that are due by then.
    mutating func reportsDue() -> [EventFactory.Timed] {
        var due: [EventFactory.Timed] = []
        while pipeline.duration >= nextSPO2 {
            // Where there are two lights, the board's own figure stands beside what they say.
            if pipeline.oximeter == nil,
                let event = factory.spo2(from: nextSPO2 - Self.reportsEvery, to: nextSPO2)
            {
                due.append(event)
            }
            nextSPO2 += Self.reportsEvery
        }
        return due
    }

    @discardableResult
    mutating func deliver(
        _ timed: [EventFactory.Timed], through desk: EventDesk
    ) async throws -> [OutgoingEvent] {
        try await desk.deliver(timed, of: &journal)
    }

    mutating func store(
        _ items: [SessionItem], _ beats: [TimedBeat], in store: Store
    ) throws {
        try journal.store(beats, items, pipeline.facts, in: store)
        pipeline.facts.removeAll(keepingCapacity: true)
    }

    func event(for item: SessionItem) -> EventFactory.Timed? { journal.event(for: item) }
}
