public import Publishing

extension JetStreamPublisher {
    /// What stands before an event's payload, in the order in which it is sent: the broker's own
    /// headers, then the event's.
    ///
    /// - Parameter stream: named until the broker has confirmed it on the same connection: it moves
    ///   no subject to another stream while its own has it.
    static func headers(
        of event: OutgoingEvent, stream: String?, lastSequence: UInt64?, predecessor: String?
    ) -> [(name: String, value: String)] {
        var headers = [("Nats-Msg-Id", event.id)]
        if let stream { headers.append(("Nats-Expected-Stream", stream)) }
        headers += event.headers.map { ($0.name, $0.value) }
        if let lastSequence {
            headers.append(("Nats-Expected-Last-Sequence", String(lastSequence)))
        }
        if let predecessor { headers.append(("Nats-Expected-Last-Msg-Id", predecessor)) }
        return headers
    }
}

/// What an event takes up on its way to a broker.
public enum WireSize {
    /// Of a reply's subject behind the inbox's prefix: 128 random bits and the place in a batch.
    private static let replyBytes = 30

    /// Bytes of one event as a broker carries and keeps it: subject, headers, payload.
    ///
    /// - Parameter predecessor: the event sent right before, when that one was not acknowledged
    ///   yet.
    public static func messageBytes(
        of event: OutgoingEvent, predecessor: OutgoingEvent? = nil
    ) -> Int {
        event.subject.utf8.count + headerBytes(event, predecessor) + event.payload.count
    }

    /// Bytes of one publish as they lie on the line, under TLS: what `messageBytes` counts, and the
    /// publish's own words with the reply's subject.
    ///
    /// The batch's number and the place in it stand in the reply's subject: they may differ by a
    /// few bytes from what is counted here.
    public static func bytes(
        of event: OutgoingEvent, agent: AgentName = .standard, predecessor: OutgoingEvent? = nil
    ) -> Int {
        let head = headerBytes(event, predecessor)
        let total = head + event.payload.count
        let words = "HPUB  _INBOX_\(agent). \(head) \(total)\r\n\r\n".utf8.count
        return words + replyBytes + messageBytes(of: event, predecessor: predecessor)
    }

    private static func headerBytes(
        _ event: OutgoingEvent, _ predecessor: OutgoingEvent?
    ) -> Int {
        let headers = JetStreamPublisher.headers(
            of: event, stream: nil, lastSequence: event.sequence &- 1,
            predecessor: predecessor?.id)
        let lines = headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
        return "NATS/1.0\r\n".utf8.count + lines + "\r\n".utf8.count
    }
}
