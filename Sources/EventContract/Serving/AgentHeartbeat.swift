import Foundation

/// What `agents.hb.<agent>.<owner>.<instance>` carries, and in front of more what `agents.status.…`
/// answers: that the agent is there, and what it is doing.
public struct AgentHeartbeat: Codable, Equatable, Sendable {
    public enum State: String, Codable, CaseIterable, Sendable {
        /// Signals come in.
        case measuring
        /// No board is there.
        case waiting
        /// A recording is run again.
        case replaying
        /// Nothing is measured here: another process of the same name does that.
        case serving
        case stopping
    }

    public var agent: String
    public var owner: String
    /// The running session, or null.
    public var session: String?
    /// As in the subject.
    public var instance: String
    public var time: WireTime
    /// Another follows within so many seconds.
    public var intervalSeconds: Int
    public var state: State

    public init(
        agent: String, owner: String, session: String?, instance: String, time: WireTime,
        intervalSeconds: Int, state: State
    ) {
        self.agent = agent
        self.owner = owner
        self.session = session
        self.instance = instance
        self.time = time
        self.intervalSeconds = intervalSeconds
        self.state = state
    }

    enum CodingKeys: String, CodingKey {
        case agent, owner, session
        case instance = "instance_id"
        case time = "ts"
        case intervalSeconds = "interval_s"
        case state
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        agent = try container.decode(String.self, forKey: .agent)
        owner = try container.decode(String.self, forKey: .owner)
        session = try container.decodeIfPresent(String.self, forKey: .session)
        instance = try container.decode(String.self, forKey: .instance)
        guard let time = WireTime(parsing: try container.decode(String.self, forKey: .time)) else {
            throw DecodingError.dataCorruptedError(
                forKey: .time, in: container, debugDescription: "no UTC time")
        }
        self.time = time
        intervalSeconds = try container.decode(Int.self, forKey: .intervalSeconds)
        state = try container.decode(State.self, forKey: .state)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(agent, forKey: .agent)
        try container.encode(owner, forKey: .owner)
        try container.encode(session, forKey: .session)
        try container.encode(instance, forKey: .instance)
        try container.encode(time.text, forKey: .time)
        try container.encode(intervalSeconds, forKey: .intervalSeconds)
        try container.encode(state, forKey: .state)
    }

    /// One token of a subject each.
    public var heartbeatSubject: String { "agents.hb.\(agent).\(owner).\(instance)" }
    public var statusSubject: String { "agents.status.\(agent).\(owner).\(instance)" }
}

/// What `agents.status.…` answers: the heartbeat's members and these.
public struct AgentStatus: Codable, Equatable, Sendable {
    public var heartbeat: AgentHeartbeat
    public var version: String
    public var started: String
    /// Of the newest event, 0 before the first.
    public var sequence: UInt64
    /// Requests answered, refused, and waiting.
    public var answered: Int
    public var refused: Int
    public var waiting: Int

    public init(
        heartbeat: AgentHeartbeat, version: String, started: WireTime, sequence: UInt64,
        answered: Int, refused: Int, waiting: Int
    ) {
        self.heartbeat = heartbeat
        self.version = version
        self.started = started.text
        self.sequence = sequence
        self.answered = answered
        self.refused = refused
        self.waiting = waiting
    }

    private enum CodingKeys: String, CodingKey {
        case version, started, sequence, answered, refused, waiting
    }

    public init(from decoder: any Decoder) throws {
        heartbeat = try AgentHeartbeat(from: decoder)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        version = try container.decode(String.self, forKey: .version)
        started = try container.decode(String.self, forKey: .started)
        sequence = try container.decode(UInt64.self, forKey: .sequence)
        answered = try container.decode(Int.self, forKey: .answered)
        refused = try container.decode(Int.self, forKey: .refused)
        waiting = try container.decode(Int.self, forKey: .waiting)
    }

    public func encode(to encoder: any Encoder) throws {
        try heartbeat.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(version, forKey: .version)
        try container.encode(started, forKey: .started)
        try container.encode(sequence, forKey: .sequence)
        try container.encode(answered, forKey: .answered)
        try container.encode(refused, forKey: .refused)
        try container.encode(waiting, forKey: .waiting)
    }
}
