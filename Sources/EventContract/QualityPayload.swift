/// The data of `quality`: a change in how far a channel can be trusted.
public struct QualityPayload: Codable, Hashable, Sendable {
    public var channel: String
    public var usable: Bool
    public var score: WireNumber?
    public var reasons: [String]
    public var sinceSeconds: WireNumber?
    public var replay: Bool
    public var notMedical = true

    public init(
        channel: String, usable: Bool, score: Double, reasons: [String], since: Double,
        replay: Bool
    ) {
        self.channel = channel
        self.usable = usable
        self.score = WireNumber(score)
        self.reasons = reasons
        sinceSeconds = WireNumber(since)
        self.replay = replay
    }

    private enum CodingKeys: String, CodingKey {
        case channel
        case usable
        case score
        case reasons
        case sinceSeconds = "since_s"
        case replay
        case notMedical = "not_medical"
    }
}
