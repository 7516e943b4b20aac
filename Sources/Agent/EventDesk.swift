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
    private let takeLosses: () -> [AcknowledgedLoss]
    /// Told of every event that was stored.
    private let audit: AuditTeller?
    /// What the broker lost and no event has told yet.
    private var losses: [AcknowledgedLoss] = []
    /// Events that a full outbox let go, as far as gap events have named them.
    private(set) var droppedCount = 0
    /// Ids of events under which the broker holds something else, since this was last asked.
    var takeTakenIDs: () -> [String] = { [] }
    /// Those that no event has told yet.
    private var takenIDs: [String] = []

    /// - Parameters:
    ///   - publisher: gets every event at once, in order; a broker is served from the store's
    ///     outbox instead.
    ///   - ceiling: what is more confidential becomes no event.
    ///   - broker: whose signature events bear, and whose losses are told.
    ///   - isDemo: every event says so.
    ///   - audit: told of every event that was stored, in order.
    convenience init(
        store: Store, publisher: (any EventPublisher)?, agent: String, person: String,
        ceiling: Label = .confidential, broker: BrokerDelivery?, isDemo: Bool = false,
        audit: AuditTeller? = nil, generator: any RandomNumberGenerator
    ) {
        self.init(
            store: store, publisher: publisher, agent: agent, person: person, ceiling: ceiling,
            signer: broker?.access.signer, isDemo: isDemo, audit: audit, generator: generator,
            takeLosses: { broker?.takeLosses() ?? [] })
        takeTakenIDs = { broker?.takeTakenIDs() ?? [] }
    }

    init(
        store: Store, publisher: (any EventPublisher)?, agent: String, person: String,
        ceiling: Label = .confidential, signer: MessageSigner? = nil, isDemo: Bool = false,
        audit: AuditTeller? = nil, generator: any RandomNumberGenerator,
        takeLosses: @escaping () -> [AcknowledgedLoss] = { [] }
    ) {
        self.store = store
        self.takeLosses = takeLosses
        self.audit = audit
        self.publisher = publisher
        writer = EventWriter(
            agent: agent, instance: store.instance.uuid,
            person: Pseudonym(person: person, key: store.instance.pseudonymKey).description,
            lastSequence: store.lastSequence, ceiling: ceiling, signer: signer, isDemo: isDemo,
            generator: generator)
    }

    /// An identifier that is no event's.
    func identifier() -> String { writer.identifier() }

    /// From here on events go into the store only.
    func dropPublisher() { publisher = nil }

    /// If the store cannot take them, no sequence number has been used and the same drafts may be
    /// offered again.
    /// - Returns: what was delivered, in order.
    @discardableResult
    func deliver(
        _ timed: [EventFactory.Timed], of journal: inout SessionJournal
    ) async throws -> [OutgoingEvent] {
        var attempt = writer
        var noted = journal
        var events: [OutgoingEvent] = []
        for draft in timed {
            let written = try attempt.events(for: draft)
            noted.note(written, for: draft)
            events += written
        }
        let isReplay = journal.factory.isReplay
        if let time = timed.last?.time {
            events += try securityEvents(isReplay: isReplay, at: time, by: &attempt)
        }
        guard !events.isEmpty, let time = timed.last?.time else { return [] }
        try store.append(events)
        (losses, takenIDs) = ([], [])
        writer = attempt
        journal = noted
        // What is stored is stored: if naming fails, the next delivery names it.
        if let gap = try? nameDrop(isReplay: isReplay, at: time) { events.append(gap) }
        if let audit { for event in events { audit.note(event) } }
        if let publisher, let failure = await publisher.publish(events).failure { throw failure }
        return events
    }

    /// That the broker lost what it had acknowledged, or holds something else under an event's id.
    private func securityEvents(
        isReplay: Bool, at time: WireTime, by writer: inout EventWriter
    ) throws -> [OutgoingEvent] {
        losses += takeLosses()
        takenIDs += takeTakenIDs()
        let payloads =
            losses.map {
                SecurityPayload(
                    brokerDataLossResent: $0.resentCount, lost: $0.lostCount, replay: isReplay)
            } + takenIDs.map { SecurityPayload(taken: $0, replay: isReplay) }
        return try payloads.compactMap { try writer.event(.security, at: time, $0) }
    }

    /// A full outbox dropped events, and has stopped dropping: the hole in the sequence gets its
    /// name. Nil if there is none.
    private func nameDrop(isReplay: Bool, at time: WireTime) throws -> OutgoingEvent? {
        guard let drop = try store.dropToName() else { return nil }
        var attempt = writer
        let gap = try attempt.event(
            .gap, at: time,
            GapPayload(
                events: drop.count, first: drop.first, last: drop.last, reason: "outboxFull",
                replay: isReplay))
        guard let gap else { return nil }
        try store.append([gap], naming: drop)
        droppedCount += drop.count
        writer = attempt
        return gap
    }
}
