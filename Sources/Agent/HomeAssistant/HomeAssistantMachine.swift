/// When to announce: nothing that NATS brings to MQTT is retained, so whoever has just come would
/// know nothing of us. Events in, a question out; no I/O.
struct HomeAssistantMachine: Equatable {
    /// Said again so often, in case a birth message was missed.
    static let everySeconds = 600.0
    /// A broker that could not be reached is not asked at every turn.
    static let retrySeconds = 2.0

    private enum State: Equatable {
        case due(notBefore: Double)
        case underWay
        case announced(at: Double)
        /// The broker does not let us; until the next connecting.
        case refused
    }

    private var state = State.due(notBefore: -.infinity)
    /// Home Assistant came while an announcement was under way: it may have missed it.
    private var isOwed = false

    /// Whether to announce now; if so, it is under way until it is said how that went.
    mutating func shouldAnnounce(at now: Double) -> Bool {
        switch state {
        case .due(let earliest) where now >= earliest: break
        case .announced(let then) where now - then >= Self.everySeconds: break
        default: return false
        }
        state = .underWay
        return true
    }

    /// A message of `homeassistant.status`.
    mutating func hear(_ payload: [UInt8]) {
        guard payload.elementsEqual("online".utf8) else { return }
        switch state {
        case .underWay: isOwed = true
        case .refused: break
        case .due, .announced: state = .due(notBefore: -.infinity)
        }
    }

    mutating func announced(at now: Double) {
        guard state == .underWay else { return }
        state = isOwed ? .due(notBefore: now) : .announced(at: now)
        isOwed = false
    }

    mutating func failed(at now: Double) {
        guard state == .underWay else { return }
        state = .due(notBefore: now + Self.retrySeconds)
    }

    /// A new connection: the broker may be another, and knows nothing of us. What was said a moment
    /// ago was said on it: word of a connection comes later than the connection.
    mutating func connected(at now: Double) {
        switch state {
        case .underWay: break
        case .announced(let then) where now - then < Self.retrySeconds: break
        case .due, .announced, .refused: state = .due(notBefore: -.infinity)
        }
    }

    mutating func refused() { state = .refused }
}
