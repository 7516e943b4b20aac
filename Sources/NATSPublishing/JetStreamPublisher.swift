public import Publishing

/// Publishes events into the agent's own JetStream stream and awaits each acknowledgement.
///
/// Order is the broker's to keep: every event names the last sequence it expects in the stream,
/// so after a failure nothing later can slip in before what is missing. `Nats-Msg-Id` is the
/// event's id, so a resend within the duplicate window is recognised; beyond it, `connect` asks
/// for the stream's newest event.
public actor JetStreamPublisher: EventPublisher {
    private let settings: BrokerSettings
    private let acknowledgementMilliseconds: Int64
    private let executor = BlockingExecutor(label: "nats")
    private var connection: BrokerConnection?
    private var lastSequence: UInt64?
    /// Whether the broker has said, on this connection, that our subjects lie in our stream.
    private var isStreamKnown = false
    private var batch: UInt64 = 0
    /// Of the batch under way: what the broker says it holds already, and where.
    private var duplicates: [(index: Int, sequence: UInt64)] = []

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// - Parameter acknowledgementSeconds: how long to wait for the next acknowledgement before
    ///   the connection counts as lost.
    public init(
        _ settings: BrokerSettings, acknowledgementSeconds: Double = 5
    ) {
        self.settings = settings
        acknowledgementMilliseconds = Int64(min(max(acknowledgementSeconds, 0.1), 600) * 1_000)
    }

    public init(
        broker: BrokerURL, agent: AgentName = .standard, acknowledgementSeconds: Double = 5
    ) {
        self.init(
            BrokerSettings(broker: broker, agent: agent),
            acknowledgementSeconds: acknowledgementSeconds)
    }

    private var broker: BrokerURL { settings.broker }
    private var agent: AgentName { settings.agent }

    public func connect() throws(PublishingError) -> StoredExtent {
        close()
        let fresh = try BrokerConnection(settings)
        // `>` is the stream's newest message, whatever its subject. A broker that cannot say
        // (no such stream, not permitted) says nothing here; the first publish then tells why.
        let newest = try fresh.request(
            "$JS.API.DIRECT.GET.\(agent.stream)", #"{"last_by_subj":">"}"#, milliseconds: 1_000)
        if newest?.status == 503 { throw streamMissing }
        connection = fresh
        lastSequence = newest?.streamSequence
        switch newest {
        case .some(let message) where message.status == 404: return .empty
        case .some(let message):
            return message.messageID.map { .newest(id: $0, payload: message.payload) } ?? .unknown
        case nil: return .unknown
        }
    }

    public func publish(_ events: [OutgoingEvent]) -> Delivery {
        guard let connection else {
            return Delivery(
                acknowledged: 0, failure: .connectionLost(broker: broker.description))
        }
        batch &+= 1
        var window = PublishWindow(count: events.count, lastSequence: lastSequence)
        duplicates.removeAll()
        do throws(PublishingError) {
            _ = connection.heard()
            while !window.isComplete {
                while let next = window.next() {
                    try send(next, of: events, connection)
                    window.sent()
                }
                try awaitAcknowledgement(&window, events, connection)
            }
            lastSequence = window.lastStoredSequence
            return settled(Delivery(acknowledged: events.count), of: events, connection)
        } catch {
            return settled(
                Delivery(acknowledged: window.acknowledgedCount, failure: error), of: events,
                connection)
        }
    }

    /// What the broker takes for repetitions counts once it is known to be ours; what cannot be
    /// looked at is offered again.
    private func settled(
        _ delivery: Delivery, of events: [OutgoingEvent], _ connection: BrokerConnection
    ) -> Delivery {
        duplicates.removeAll { $0.index >= delivery.acknowledged }
        var settled = delivery
        do throws(PublishingError) {
            if let foreign = try firstForeign(events, connection) {
                settled = Delivery(
                    acknowledged: foreign,
                    failure: .idTaken(id: events[foreign].id, stream: agent.stream))
            }
        } catch {
            settled = Delivery(
                acknowledged: duplicates.map(\.index).min() ?? delivery.acknowledged,
                failure: delivery.failure ?? error)
        }
        if settled.failure != nil { close() }
        return settled
    }

    public func close() {
        connection = nil
        lastSequence = nil
        isStreamKnown = false
    }

    private var streamMissing: PublishingError {
        .streamMissing(
            stream: agent.stream, broker: broker.description, agent: agent.description)
    }
}

extension JetStreamPublisher {
    /// Room for the headers the broker reads, beside an event's own, bytes.
    private static let headerBytes = 512

    private func send(
        _ next: PublishWindow.Next, of events: [OutgoingEvent], _ connection: BrokerConnection
    ) throws(PublishingError) {
        let event = events[next.index]
        let bytesMax = connection.payloadBytesMax - Self.headerBytes
        guard event.byteCount <= bytesMax else {
            throw .eventTooLarge(id: event.id, bytes: event.byteCount, bytesMax: bytesMax)
        }
        let headers = Self.headers(
            of: event, stream: isStreamKnown ? nil : agent.stream,
            lastSequence: next.lastSequence, predecessor: next.predecessor.map { events[$0].id })
        try connection.send(
            event.payload, to: event.subject, replyToken: "\(batch)-\(next.index)",
            headers: headers)
    }

    private func awaitAcknowledgement(
        _ window: inout PublishWindow, _ events: [OutgoingEvent], _ connection: BrokerConnection
    ) throws(PublishingError) {
        let reply = try nextReply(connection, events[window.acknowledgedCount].subject)
        if reply.status == 503 { throw streamMissing }
        // What is left over from an earlier batch says nothing about this one.
        let prefix = connection.replyPrefix + "\(batch)-"
        guard reply.subject.hasPrefix(prefix),
            let index = Int(reply.subject.dropFirst(prefix.count)),
            events.indices.contains(index)
        else { return }
        guard let acknowledgement = PublishAcknowledgement(reply.payload) else {
            throw .refused(code: reply.status ?? 0, reason: "its acknowledgement is not readable")
        }
        if let error = acknowledgement.error { throw refusal(error, events[index]) }
        guard acknowledgement.stream == agent.stream, let sequence = acknowledgement.seq else {
            throw .wrongStream(expected: agent.stream, subject: events[index].subject)
        }
        isStreamKnown = true
        let isDuplicate = acknowledgement.duplicate ?? false
        if isDuplicate { duplicates.append((index, sequence)) }
        window.stored(index, at: sequence, isDuplicate: isDuplicate)
    }

    /// What the broker takes for repetitions must be ours, byte for byte: a stranger who came first
    /// with our id would have ours thrown away. The first that is not; nil if all are.
    private func firstForeign(
        _ events: [OutgoingEvent], _ connection: BrokerConnection
    ) throws(PublishingError) -> Int? {
        for duplicate in duplicates.sorted(by: { $0.index < $1.index }) {
            let held = try connection.request(
                "$JS.API.DIRECT.GET.\(agent.stream)", #"{"seq":\#(duplicate.sequence)}"#,
                milliseconds: acknowledgementMilliseconds)
            guard let held else {
                throw .acknowledgementTimedOut(
                    broker: broker.description, seconds: Double(acknowledgementMilliseconds) / 1_000
                )
            }
            // Gone again: there is nothing to compare with.
            guard held.status == nil else { continue }
            if held.payload != events[duplicate.index].payload { return duplicate.index }
        }
        return nil
    }

    private func nextReply(
        _ connection: BrokerConnection, _ subject: String
    ) throws(PublishingError) -> BrokerMessage {
        var left = acknowledgementMilliseconds
        while left > 0 {
            let slice = min(left, 200)
            if let reply = try connection.receive(milliseconds: slice) { return reply }
            for case .publish(let refused) in connection.heard().refusals {
                throw .notPermitted(subject: refused, broker: broker.description)
            }
            left -= slice
        }
        throw .acknowledgementTimedOut(
            broker: broker.description, seconds: Double(acknowledgementMilliseconds) / 1_000)
    }

    private func refusal(
        _ error: PublishAcknowledgement.Refusal, _ event: OutgoingEvent
    ) -> PublishingError {
        switch error.number {
        case JetStreamError.expectedStreamDiffers:
            .wrongStream(expected: agent.stream, subject: event.subject)
        case JetStreamError.wrongLastSequence, JetStreamError.wrongLastMessageID:
            .orderLost(stream: agent.stream)
        case JetStreamError.streamNotFound: streamMissing
        default: .refused(code: error.number ?? error.code, reason: error.description ?? "")
        }
    }
}
