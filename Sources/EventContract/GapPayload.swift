/// The data of `gap`: samples that were lost, or events that were dropped.
public struct GapPayload: Codable, Hashable, Sendable {
    public enum Of: String, Codable, Sendable { case samples, events }

    public var of: Of
    public var channel: String?
    /// The board that the samples did not come from.
    public var device: String?
    public var startSeconds: WireNumber?
    public var endSeconds: WireNumber?
    /// The first and the last of the dropped events, twenty digits as their own `sequence`; what
    /// stands between them and was not dropped is there.
    public var firstSequence: String?
    public var lastSequence: String?
    public var count: Int
    public var reason: String
    /// Whether the board's own sequence number says so; otherwise the loss is inferred.
    public var proven: Bool?
    public var replay: Bool
    public var notMedical = true

    public init(
        samples count: Int, channel: String, start: Double, end: Double, reason: String,
        device: String? = nil, proven: Bool? = nil, replay: Bool
    ) {
        of = .samples
        self.channel = channel
        self.device = device
        self.proven = proven
        startSeconds = WireNumber(start)
        endSeconds = WireNumber(end)
        self.count = count
        self.reason = reason
        self.replay = replay
    }

    /// Events that were appended, never sent, and are gone.
    public init(
        events count: Int, first: UInt64, last: UInt64, reason: String, replay: Bool
    ) {
        of = .events
        firstSequence = Self.digits(first)
        lastSequence = Self.digits(last)
        self.count = count
        self.reason = reason
        self.replay = replay
    }

    private static func digits(_ sequence: UInt64) -> String {
        let digits = String(sequence)
        return String(repeating: "0", count: max(0, 20 - digits.count)) + digits
    }

    private enum CodingKeys: String, CodingKey {
        case of
        case channel
        case device
        case startSeconds = "start_s"
        case endSeconds = "end_s"
        case firstSequence = "first_sequence"
        case lastSequence = "last_sequence"
        case count
        case reason
        case proven
        case replay
        case notMedical = "not_medical"
    }
}
