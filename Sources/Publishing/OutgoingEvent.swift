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

    public init(
        sequence: UInt64, id: String, subject: String, type: String, timeMilliseconds: Int64,
        payload: [UInt8]
    ) {
        self.sequence = sequence
        self.id = id
        self.subject = subject
        self.type = type
        self.timeMilliseconds = timeMilliseconds
        self.payload = payload
    }
}
