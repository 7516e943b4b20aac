/// A channel of the running session and what its signal is worth now.
public struct DoorChannel: Equatable, Sendable {
    public var name: String
    public var role: String
    /// 0 to 1; nil before it has been judged.
    public var quality: Double?
    /// What speaks against it, strongest first.
    public var reasons: [String]

    public init(name: String, role: String, quality: Double?, reasons: [String]) {
        self.name = name
        self.role = role
        self.quality = quality
        self.reasons = reasons
    }
}
