/// What other agents know of a person, as it comes on `health.context.steps`, `.motion` and
/// `.sleep`. Either a CloudEvent whose `data` is one of these, or the object alone.
public enum ContextMessage: Equatable, Sendable {
    case steps(StepsContext)
    case motion(MotionContext)
    case sleep(SleepContext)

    public enum Topic: String, CaseIterable, Sendable {
        case steps, motion, sleep

        public var subject: String { "health.context.\(rawValue)" }

        public init?(subject: String) {
            guard let topic = Self.allCases.first(where: { $0.subject == subject }) else {
                return nil
            }
            self = topic
        }
    }

    public var topic: Topic {
        switch self {
        case .steps: .steps
        case .motion: .motion
        case .sleep: .sleep
        }
    }
}

/// `{"from":"…Z","to":"…Z","steps":12}`: steps counted between two instants.
public struct StepsContext: Codable, Hashable, Sendable {
    public var from: String
    public var to: String
    public var steps: Int

    public init(from: String, to: String, steps: Int) {
        self.from = from
        self.to = to
        self.steps = steps
    }
}

/// `{"from":"…Z","to":"…Z","state":"still","posture":"sitting"}`; `posture` may be left out.
public struct MotionContext: Codable, Hashable, Sendable {
    public enum State: String, Codable, CaseIterable, Sendable {
        /// In a vehicle somebody is carried: no movement of their own.
        case still, moving, walking, running, vehicle

        public var isMoving: Bool { self == .moving || self == .walking || self == .running }
    }

    public enum Posture: String, Codable, CaseIterable, Sendable {
        case sitting, lying, standing
    }

    public var from: String
    public var to: String
    public var state: State
    public var posture: Posture?

    public init(from: String, to: String, state: State, posture: Posture? = nil) {
        self.from = from
        self.to = to
        self.state = state
        self.posture = posture
    }
}

/// `{"from":"…Z","to":"…Z","state":"asleep"}`.
public struct SleepContext: Codable, Hashable, Sendable {
    public enum State: String, Codable, CaseIterable, Sendable {
        case asleep, awake
    }

    public var from: String
    public var to: String
    public var state: State

    public init(from: String, to: String, state: State) {
        self.from = from
        self.to = to
        self.state = state
    }
}
