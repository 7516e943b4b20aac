/// The data of `gap`: samples that were lost, or events that were dropped.
public struct GapPayload: Codable, Hashable, Sendable {
    public enum Of: String, Codable, Sendable { case samples, events }

    public var of: Of
    public var channel: String?
    public var startSeconds: WireNumber?
    public var endSeconds: WireNumber?
    public var count: Int
    public var reason: String
    public var replay: Bool
    public var notMedical = true

    public init(
        samples count: Int, channel: String, start: Double, end: Double, reason: String,
        replay: Bool
    ) {
        of = .samples
        self.channel = channel
        startSeconds = WireNumber(start)
        endSeconds = WireNumber(end)
        self.count = count
        self.reason = reason
        self.replay = replay
    }

    private enum CodingKeys: String, CodingKey {
        case of
        case channel
        case startSeconds = "start_s"
        case endSeconds = "end_s"
        case count
        case reason
        case replay
        case notMedical = "not_medical"
    }
}
