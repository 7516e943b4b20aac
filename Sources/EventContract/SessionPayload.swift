/// The data of `session`: a recording began or ended.
public struct SessionPayload: Codable, Hashable, Sendable {
    public enum Phase: String, Codable, Sendable { case started, changed, ended }

    public struct Channel: Codable, Hashable, Sendable {
        public var name: String
        public var role: String?
        public var unit: String
        public var hz: WireNumber?

        public init(name: String, role: String?, unit: String, hertz: Double) {
            self.name = name
            self.role = role
            self.unit = unit
            hz = WireNumber(hertz)
        }
    }

    public var phase: Phase
    public var session: String
    public var recording: String
    public var channels: [Channel]
    /// The boards of a live session.
    public var devices: [WireDevice]?
    /// Seconds of signal, when the session has ended.
    public var durationSeconds: WireNumber?
    /// Why it ended: `endOfRecording`, `stopped`, `damaged`, `deviceGone`.
    public var endedBy: String?
    public var clock: WireProvenance.Clock
    public var replay: Bool
    public var notMedical = true

    public init(
        phase: Phase, session: String, recording: String, channels: [Channel],
        devices: [WireDevice]? = nil, duration: Double? = nil, endedBy: String? = nil,
        clock: WireProvenance.Clock, replay: Bool
    ) {
        self.phase = phase
        self.session = session
        self.recording = recording
        self.channels = channels
        self.devices = devices
        durationSeconds = duration.flatMap { WireNumber($0) }
        self.endedBy = endedBy
        self.clock = clock
        self.replay = replay
    }

    private enum CodingKeys: String, CodingKey {
        case phase
        case session
        case recording
        case channels
        case devices
        case durationSeconds = "duration_s"
        case endedBy = "ended_by"
        case clock
        case replay
        case notMedical = "not_medical"
    }
}
