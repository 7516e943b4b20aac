/// What an event carries, marked as a demonstration's: `"demo":true` beside everything else.
public struct DemoPayload<Payload: Codable & Sendable>: Codable, Sendable {
    public let payload: Payload

    public init(_ payload: Payload) { self.payload = payload }

    private enum CodingKeys: String, CodingKey { case demo }

    /// - Throws: `DecodingError` if it is not marked.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard try container.decode(Bool.self, forKey: .demo) else {
            throw DecodingError.dataCorruptedError(
                forKey: .demo, in: container, debugDescription: "demo is not true")
        }
        payload = try Payload(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
        try payload.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(true, forKey: .demo)
    }
}
