/// The data of `recording`: the recorder began a file, began another, or stopped.
public struct RecordingPayload: Codable, Hashable, Sendable {
    public enum Phase: String, Codable, Sendable { case started, rotated, stopped }

    public var phase: Phase
    public var session: String
    public var device: String
    /// The record's name in the session's folder.
    public var record: String?
    public var reason: String?
    public var replay: Bool
    public var notMedical = true

    public init(
        phase: Phase, session: String, device: String, record: String?, reason: String?,
        replay: Bool
    ) {
        self.phase = phase
        self.session = session
        self.device = device
        self.record = record
        self.reason = reason
        self.replay = replay
    }

    private enum CodingKeys: String, CodingKey {
        case phase
        case session
        case device
        case record
        case reason
        case replay
        case notMedical = "not_medical"
    }
}
