public import Acquisition
public import Publishing
public import Reports
public import Storage
import Biosignals
import EventContract
import Sedentary
import Trust

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

    private let store: Store
    private let publisher: (any EventPublisher)?
    private let options: ReplayOptions
    private var writer: EventWriter

    /// - Parameters:
    ///   - publisher: gets every event at once, in order, such as JSON Lines to a file; a broker
    ///     is served from the store's outbox instead.
    public init(
        store: Store, publisher: (any EventPublisher)?, options: ReplayOptions,
        recordings: [String]
    ) {
        self.store = store
        self.publisher = publisher
        self.options = options
        writer = EventWriter(
            agent: options.agent, instance: store.instance.uuid,
            person: Pseudonym(person: options.person, key: store.instance.pseudonymKey)
                .description,
            lastSequence: store.lastSequence,
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
        var session = try ReplaySession(
            reader: reader, path: path, identifier: writer.identifier())
        let firstSequence = writer.lastSequence
        try store.begin(session.stored)
        try await deliver([session.factory.started()], of: &session)
        let pace = Pace(speed: options.speed)
        var blocks: [SignalBlock] = []
        var ending: ReadingEnd?
        while true {
            ending = reader.step(into: &blocks, isStopped: isStopped)
            guard ending == nil else { break }
            for block in blocks { session.pipeline.process(block) }
            session.pipeline.advance()
            try await flush(&session, always: options.speed != .max)
            onProgress(
                ReplayProgress(
                    name: reader.name, seconds: session.pipeline.duration,
                    secondsTotal: reader.duration?.value))
            await pace.wait(until: session.pipeline.duration, isStopped: isStopped)
        }
        let endedBy = (ending ?? .endOfRecording).name
        session.pipeline.finish()
        try await flush(&session, always: true)
        let seconds = session.pipeline.duration
        try store.end(
            session: session.identifier,
            atMilliseconds: session.factory.time(seconds).millisecondsSince1970)
        try await deliver([session.factory.ended(after: seconds, by: endedBy)], of: &session)
        return Result(
            account: session.account(endedBy: endedBy), damage: ending?.damage,
            eventCount: Int(writer.lastSequence - firstSequence), wasStopped: ending == .stopped)
    }

    /// Findings wait for company at full speed, so that a day of beats is a few transactions.
    private static let batch = 4_096

    private func flush(_ session: inout ReplaySession, always: Bool) async throws {
        guard always || session.pipeline.beats.count + session.pipeline.items.count >= Self.batch
        else { return }
        let (items, beats) = session.pipeline.take()
        guard !items.isEmpty || !beats.isEmpty else { return }
        try session.store(beats, items, in: store)
        var timed: [EventFactory.Timed] = []
        for item in items {
            if let event = session.event(for: item) { timed.append(event) }
        }
        try await deliver(timed, of: &session)
    }

    private func deliver(
        _ timed: [EventFactory.Timed], of session: inout ReplaySession
    ) async throws {
        var events: [OutgoingEvent] = []
        for draft in timed {
            let written = try writer.events(for: draft)
            session.note(written, for: draft)
            events += written
        }
        guard !events.isEmpty else { return }
        try store.append(events)
        if let publisher, let failure = await publisher.publish(events).failure { throw failure }
    }
}
