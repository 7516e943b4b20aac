import Foundation

/// One CloudEvents 1.0 message in structured JSON mode, as it leaves the machine.
public struct CloudEvent<Payload: Codable & Sendable>: Codable, Sendable {
    public var specversion = "1.0"
    /// A ULID; `Nats-Msg-Id` is the same.
    public var id: String
    /// `urn:healthypi:<instance uuid>`, made once per state directory.
    public var source: String
    public var type: String
    /// `person/<pseudonym>`.
    public var subject: String
    /// End of what is stated, UTC with milliseconds.
    public var time: String
    public var expirytime: String?
    /// Twenty digits, from 1, without holes: the order of one source's events.
    public var sequence: String
    public var datacontenttype = "application/json"
    public var dataschema: String
    public var dataclassification: Label
    public var correlationid: String?
    public var causationid: String?
    public var data: Payload

    public init(
        kind: EventKind, id: String, instance: String, person: String, time: WireTime,
        expiry: WireTime? = nil, sequence: UInt64, correlation: String? = nil,
        causation: String? = nil, data: Payload
    ) {
        self.id = id
        source = "urn:healthypi:\(instance)"
        type = kind.type
        subject = "person/\(person)"
        self.time = time.text
        expirytime = expiry?.text
        let digits = String(sequence)
        self.sequence = String(repeating: "0", count: max(0, 20 - digits.count)) + digits
        dataschema = kind.schema
        dataclassification = kind.label
        correlationid = correlation
        causationid = causation
        self.data = data
    }

    /// The bytes that are stored, signed and published: keys sorted, one line, UTF-8.
    public func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }
}
