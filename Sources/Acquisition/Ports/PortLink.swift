/// How one source stays connected: which port to open, when to try again, and what to say.
///
/// A state machine without I/O and without a clock. Whoever runs it tells it what happened and
/// when, performs the actions in their order, and sends `.tick` no later than at `deadline`.
public struct PortLink: Equatable, Sendable {
    /// The board whose frames have been seen: only on it the session goes on.
    struct Bond: Equatable {
        var identity: PortIdentity
        var rateIndex: Int
        var lastByte: MonotonicInstant
    }

    public let wanted: PortWish
    public let timing: PortLinkTiming
    public internal(set) var state = PortLinkState.waiting
    var bond: Bond?
    /// Ports that are there, in the order in which they came.
    var present: [PortIdentity] = []
    /// Listened to and not ours; forgiven when replugged.
    var refused: Set<PortKey> = []
    /// What is known of ports whose opening failed, so that a further failure is neither news nor
    /// waited for as shortly as the first.
    var failed: [PortKey: PortAttempt] = [:]

    public init(_ wanted: PortWish, timing: PortLinkTiming = PortLinkTiming()) {
        self.wanted = wanted
        self.timing = timing
    }

    /// The board of the session, also while it is away.
    public var board: PortIdentity? { bond?.identity }

    /// How long nothing has come from an open port; nil if none is open.
    public func silence(at now: MonotonicInstant) -> Duration? {
        switch state {
        case .sniffing(let attempt), .streaming(let attempt): attempt.silentSince.map { now - $0 }
        case .waiting, .opening, .backingOff, .gone, .stopped: nil
        }
    }

    /// The latest moment for the next `.tick`; nil if only the outside can change anything.
    public var deadline: MonotonicInstant? {
        switch state {
        case .waiting, .opening, .stopped: nil
        case .gone(let since): wanted == .anyBoard ? since + timing.releaseAfter : nil
        case .backingOff(_, let until): until
        case .sniffing(let attempt), .streaming(let attempt):
            [attempt.reopening(timing), attempt.replugRequest(timing)].compactMap { $0 }.min()
        }
    }

    /// - Parameter now: never earlier than at the last call.
    public mutating func handle(
        _ event: PortLinkEvent, at now: MonotonicInstant
    ) -> [PortLinkAction] {
        if state == .stopped { return [] }
        switch event {
        case .appeared(let identity), .changed(let identity): return appeared(identity)
        case .vanished(let key): return vanished(key, now)
        case .opened: return opened(now)
        case .openingFailed(let error): return openingFailed(error, now)
        case .bytesArrived: return bytesArrived(now)
        case .recognised: return recognised()
        case .notRecognised: return notRecognised(now)
        case .refused: return giveUp(now)
        case .readingEnded(let end): return readingEnded(end, now)
        case .tick: return tick(now)
        case .stop:
            let wasOpen = state.isOpen
            state = .stopped
            return wasOpen ? [.close] : []
        }
    }
}
