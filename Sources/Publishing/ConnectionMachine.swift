/// What to do next about one connection to a broker, without doing it: events in, actions out.
///
/// A connection is never mended: after any failure it is thrown away and, after a wait, a new one
/// is made with the credentials as they are then.
public struct ConnectionMachine: Sendable {
    public enum Event: Sendable, Equatable {
        case started
        case connected
        /// It could not be made, or it ended.
        case failed(PublishingError)
        /// The wait is over.
        case waited
        /// Certificates, keys or settings have changed: what was refused may be taken now, and
        /// what holds is to hold with the new ones.
        case credentialsChanged
        case stopRequested
    }

    public enum Action: Sendable, Equatable {
        /// Throw away what is left of the connection, read the credentials afresh and connect.
        case connect
        /// Nothing new: go on with what is under way.
        case hold
        /// Throw away what is left of the connection and wait this long.
        case wait(seconds: Double)
        /// Close and be done.
        case stop
    }

    public enum State: Sendable, Equatable {
        case idle, connecting, connected, stopped
        case waiting(because: PublishingError)
    }

    /// A broker that has refused us is asked again this often, in case it was mended.
    public static let refusedSeconds = 60.0

    public private(set) var state = State.idle
    private var hasConnected = false
    private var backoff = Backoff()
    private var generator: DrawingGenerator

    /// - Parameter generator: draws the jitter.
    public init(generator: any RandomNumberGenerator & Sendable) {
        self.generator = DrawingGenerator(generator)
    }

    public mutating func handle(_ event: Event) -> Action {
        if state == .stopped { return .stop }
        switch event {
        case .started: return state == .idle ? connect() : .hold
        case .connected:
            state = .connected
            hasConnected = true
            backoff.reset()
            return .hold
        case .failed(.loginRefused(let broker)) where hasConnected:
            // nats-server takes a user away without a word; the next login tells.
            return wait(after: .loginRevoked(broker: broker))
        case .failed(let error): return wait(after: error)
        case .waited:
            guard case .waiting = state else { return .hold }
            return connect()
        case .credentialsChanged:
            guard state != .idle else { return .hold }
            backoff.reset()
            return connect()
        case .stopRequested:
            state = .stopped
            return .stop
        }
    }

    private mutating func connect() -> Action {
        state = .connecting
        return .connect
    }

    private mutating func wait(after error: PublishingError) -> Action {
        state = .waiting(because: error)
        let seconds = backoff.next(using: &generator)
        guard error.refusesConnection else { return .wait(seconds: seconds) }
        let refused = Self.refusedSeconds * Double.random(in: 0.75...1, using: &generator)
        return .wait(seconds: refused)
    }
}

/// A generator whose kind is not known, as a value that can be drawn from.
struct DrawingGenerator: RandomNumberGenerator, Sendable {
    private var base: any RandomNumberGenerator & Sendable

    init(_ base: any RandomNumberGenerator & Sendable) { self.base = base }

    mutating func next() -> UInt64 { base.next() }
}
