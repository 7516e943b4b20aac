public import Acquisition
public import Publishing
public import Reports
public import Storage
import Biosignals
import Dashboard
import EventContract
import Sedentary

/// The whole agent over recordings: blocks through the pipeline, what it finds into the store and
/// from there to whoever listens. Recordings are taken in the order given, each a session with
/// fresh processors.
public final class Replay {
    /// What one recording gave.
    public struct Result: Sendable {
        public let account: RecordingAccount
        /// What damaged the recording, if something did; everything before it has been delivered.
        public let damage: AcquisitionError?
        public let eventCount: Int
        public let wasStopped: Bool
    }

    private let desk: EventDesk
    private let options: ReplayOptions
    private let broker: BrokerDelivery?
    private let teller: PageTeller?
    private let audit: AuditTeller?

    /// - Parameters:
    ///   - publisher: gets every event at once, in order, such as JSON Lines to a file; a broker
    ///     is served from the store's outbox instead.
    ///   - broker: what does that.
    public init(
        store: Store, publisher: (any EventPublisher)?, broker: BrokerDelivery? = nil,
        options: ReplayOptions, recordings: [String]
    ) {
        self.options = options
        self.broker = broker
        teller = options.page.map { PageTeller(feed: $0) }
        // What goes by before it is shown is one line: the page's address is still to be seen.
        audit = AuditTeller(options.audit, isHeld: options.page != nil && options.pageFrom > 0)
        desk = EventDesk(
            store: store, publisher: publisher, agent: options.agent, person: options.person,
            broker: broker, isDemo: options.isDemo, audit: audit,
            generator: Self.generator(
                seed: options.seed, recordings: recordings, after: store.lastSequence))
    }

    private static func generator(
        seed: UInt64?, recordings: [String], after sequence: UInt64
    ) -> any RandomNumberGenerator {
        guard let seed else { return SystemRandomNumberGenerator() }
        return SplitMix64(
            seed: SeedSequence(seed: seed, recordings: recordings).identifiers(after: sequence))
    }

    /// Replays one recording to its end, to its first damaged place, or until stopped.
    public func run(
        _ path: String, isStopped: () -> Bool = { false },
        onProgress: (ReplayProgress) -> Void = { _ in }
    ) async throws -> Result {
        let reader = try RecordingReader(opening: path, options: options.reading)
        let context = try options.context ?? ContextInput(beside: path)
        var session = try ReplaySession(
            reader: reader, path: path, identifier: desk.identifier(),
            parameters: SessionParameters(
                options.session, reading: options.reading, timeZone: options.timeZone,
                context: context), context: context,
            personal: try PersonalRecords(of: options.person, in: desk.store),
            rollsAtEveryBeat: options.speed.isForWatching && options.pageFrom == 0,
            isShown: teller != nil)
        let firstSequence = desk.writer.lastSequence
        try desk.store.begin(session.stored)
        try await desk.deliver([session.journal.factory.started()], of: &session.journal)
        introduce(session, reader)
        var pace = Pace(speed: options.speed, from: options.pageFrom)
        var blocks: [SignalBlock] = []
        var ending: ReadingEnd?
        while true {
            ending = reader.step(into: &blocks, isStopped: isStopped)
            guard ending == nil else { break }
            for piece in pieces(of: blocks, session, pace) {
                for block in piece { session.pipeline.process(block) }
                session.pipeline.advance()
                try await flush(&session, always: options.speed != .max)
                if !pace.isBefore(session.pipeline.duration) { audit?.letGo() }
                await show(piece, of: &session, reader, pace)
                onProgress(
                    ReplayProgress(
                        name: reader.name, seconds: session.pipeline.duration,
                        secondsTotal: reader.duration?.value, speed: options.speed.factor,
                        heartRate: session.pipeline.rolling.heartRate,
                        rmssd: session.pipeline.rolling.rmssd))
                await pace.wait(until: session.pipeline.duration, isStopped: isStopped)
            }
        }
        let endedBy = (ending ?? .endOfRecording).name
        audit?.letGo()
        session.pipeline.finish()
        try await flush(&session, always: true)
        let seconds = session.pipeline.duration
        try desk.store.end(
            session: session.journal.identifier,
            atMilliseconds: session.journal.factory.time(seconds).millisecondsSince1970)
        try await desk.deliver(
            [session.journal.factory.ended(after: seconds, by: endedBy)], of: &session.journal)
        teller?.end(
            status(.ended, of: session, reader),
            ending == .stopped ? "The replay was stopped." : "The recording has ended.")
        return Result(
            account: session.account(endedBy: endedBy), damage: ending?.damage,
            eventCount: Int(desk.writer.lastSequence - firstSequence),
            wasStopped: ending == .stopped)
    }

    /// Findings wait for company at full speed, so that a day of beats is a few transactions.
    private static let batch = 4_096

    private func flush(_ session: inout ReplaySession, always: Bool) async throws {
        guard
            always || session.pipeline.beats.count + session.pipeline.items.count >= Self.batch
                || isSomethingToShow(session.pipeline.items)
        else { return }
        let (items, beats) = session.pipeline.take()
        guard !items.isEmpty || !beats.isEmpty else { return }
        session.note(beats, items)
        try session.journal.store(beats, items, session.pipeline.facts, in: desk.store)
        session.pipeline.facts.removeAll(keepingCapacity: true)
        try session.pipeline.personal.save(to: desk.store)
        let events = try await desk.deliver(
            items.compactMap { session.journal.event(for: $0) }, of: &session.journal)
        teller?.note(items, beats, in: session.pipeline)
        teller?.note(events, by: session.journal.factory)
    }

    /// An insight that a view would show now; they are rare, so this costs few transactions.
    private func isSomethingToShow(_ items: [SessionItem]) -> Bool {
        guard teller?.isAskedForMoment == true else { return false }
        return items.contains { if case .insight = $0 { true } else { false } }
    }

    /// Seconds that fill the rolling windows before they are shown: five minutes and what it takes
    /// to settle the beats.
    private static let runUp = 420.0

    private func introduce(_ session: ReplaySession, _ reader: RecordingReader) {
        teller?.begin(
            PageSession(
                version: AgentVersion.text, id: session.journal.identifier, mode: .replay,
                isDemo: options.isDemo, title: reader.name,
                started: reader.start.map {
                    WireTime(millisecondsSince1970: $0.millisecondsSince1970).text
                }, isSynced: false, speed: options.speed.factor ?? 0,
                duration: reader.duration?.value, channels: []),
            channels: reader.channels, inUse: session.pipeline.channelsInUse,
            speed: options.speed.factor)
    }

    /// For whoever watches, in pieces as short as a picture lasts; else as they were read.
    private func pieces(
        of blocks: [SignalBlock], _ session: ReplaySession, _ pace: Pace
    ) -> [[SignalBlock]] {
        let rates = session.pipeline.channels.map(\.rate.value)
        let end = blocks.map { Double($0.end) / rates[$0.channel] }.max() ?? 0
        guard teller != nil, let factor = options.speed.factor,
            !pace.isBefore(max(session.pipeline.duration, end))
        else { return [blocks] }
        return SignalBlock.cut(blocks, every: PageTeller.picture * factor, rates: rates)
    }

    private func show(
        _ blocks: [SignalBlock], of session: inout ReplaySession, _ reader: RecordingReader,
        _ pace: Pace
    ) async {
        guard let teller else { return }
        let isCatchingUp = pace.isBefore(session.pipeline.duration)
        if !pace.isBefore(session.pipeline.duration + Self.runUp), !teller.rolls {
            teller.rolls = true
            if options.speed.isForWatching, options.pageFrom > 0 {
                session.pipeline.rollAtEveryBeat()
            }
        }
        teller.show(blocks, isCatchingUp: isCatchingUp)
        if let broker { await teller.look(at: broker, seconds: session.pipeline.duration) }
        var status = status(.replaying, of: session, reader)
        if isCatchingUp { status.catchingUpTo = options.pageFrom }
        teller.tick(&session.pipeline, status)
    }

    private func status(
        _ device: PageStatus.Device, of session: ReplaySession, _ reader: RecordingReader
    ) -> PageStatus {
        var status = PageStatus(device: device, deviceText: "Replaying \(reader.name)")
        status.lossKnowledge = .marked
        status.position = session.pipeline.duration
        status.duration = reader.duration?.value
        if reader.start != nil {
            status.clockTime = session.journal.factory.time(session.pipeline.duration).text
        }
        status.broker = teller?.broker
        return status
    }
}
