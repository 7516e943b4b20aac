import EventContract
import Publishing
import Storage
import Trust

/// Drafts become events here: they get their place in the sequence, go into the store, and from
/// there to whoever listens.
final class EventDesk {
    let store: Store
    private var publisher: (any EventPublisher)?
    private(set) var writer: EventWriter

    /// - Parameters:
    ///   - publisher: gets every event at once, in order; a broker is served from the store's
    ///     outbox instead.
    ///   - ceiling: what is more confidential becomes no event.
    init(
        store: Store, publisher: (any EventPublisher)?, agent: String, person: String,
        ceiling: Label = .confidential, generator: any RandomNumberGenerator
    ) {
        self.store = store
        self.publisher = publisher
        writer = EventWriter(
            agent: agent, instance: store.instance.uuid,
            person: Pseudonym(person: person, key: store.instance.pseudonymKey).description,
            lastSequence: store.lastSequence, ceiling: ceiling, generator: generator)
    }

    /// An identifier that is no event's.
    func identifier() -> String { writer.identifier() }

    /// From here on events go into the store only.
    func dropPublisher() { publisher = nil }

    /// If the store cannot take them, no sequence number has been used and the same drafts may be
    /// offered again.
    func deliver(
        _ timed: [EventFactory.Timed], of journal: inout SessionJournal
    ) async throws {
        var attempt = writer
        var noted = journal
        var events: [OutgoingEvent] = []
        for draft in timed {
            let written = try attempt.events(for: draft)
            noted.note(written, for: draft)
            events += written
        }
        guard !events.isEmpty else { return }
        try store.append(events)
        writer = attempt
        journal = noted
        if let publisher, let failure = await publisher.publish(events).failure { throw failure }
    }
}
