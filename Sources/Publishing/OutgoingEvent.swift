/// One event as it leaves the machine.
///
/// The payload is the wire's own bytes: what is stored, what is resent and what the broker keeps
/// are the same bytes, so a signature over them holds on every path.
public struct OutgoingEvent: Sendable, Equatable {
    /// Place in the instance's order, from 1 without holes.
    public let sequence: UInt64
    /// ULID; also the broker's `Nats-Msg-Id`, the same on every resend.
    public let id: String
    /// NATS subject, for example `health.events.write.healthypi.internal.quality`.
    public let subject: String
    /// CloudEvents type, for example `io.healthypi.event.quality.v1`.
    public let type: String
    /// The event's own time, ms since 1970-01-01T00:00:00Z.
    public let timeMilliseconds: Int64
    /// The very bytes that leave.
    public let payload: [UInt8]
    /// What goes beside the payload, the signature among it, as it was when the event was
    /// appended. The broker's own (`Nats-…`) are the publisher's to add.
    public let headers: [Header]

    public struct Header: Sendable, Equatable {
        public let name: String
        public let value: String

        /// - Parameters:
        ///   - name: letters, digits and `-`.
        ///   - value: printable ASCII.
        public init(name: String, value: String) {
            precondition(
                !name.isEmpty && name.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x3A }
                    && value.utf8.allSatisfy { (0x20...0x7E).contains($0) },
                "a header is printable ASCII")
            self.name = name
            self.value = value
        }
    }

    public init(
        sequence: UInt64, id: String, subject: String, type: String, timeMilliseconds: Int64,
        payload: [UInt8], headers: [Header] = []
    ) {
        self.sequence = sequence
        self.id = id
        self.subject = subject
        self.type = type
        self.timeMilliseconds = timeMilliseconds
        self.payload = payload
        self.headers = headers
    }

    /// The same event with more headers.
    public func adding(_ more: [Header]) -> OutgoingEvent {
        OutgoingEvent(
            sequence: sequence, id: id, subject: subject, type: type,
            timeMilliseconds: timeMilliseconds, payload: payload, headers: headers + more)
    }

    /// Payload and headers, bytes.
    public var byteCount: Int {
        headers.reduce(payload.count) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
    }
}
