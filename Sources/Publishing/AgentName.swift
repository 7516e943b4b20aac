/// The agent's name on the broker: one token of a NATS subject, and the end of its stream's name.
public struct AgentName: Sendable, Hashable, CustomStringConvertible {
    public static let standard = AgentName(checked: "healthypi")

    public let description: String

    /// - Throws: `PublishingError.agentNameInvalid` unless 1 to 64 of `A-Z a-z 0-9 _ -`.
    public init(_ name: String) throws(PublishingError) {
        let isToken = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard isToken, (1...64).contains(name.utf8.count) else { throw .agentNameInvalid(name) }
        self.init(checked: name)
    }

    /// The JetStream stream that holds what this agent publishes.
    public var stream: String { "AGENT_\(description)" }

    private init(checked name: String) { description = name }
}
