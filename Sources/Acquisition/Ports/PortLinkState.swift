/// Where a `PortLink` stands. Each case carries what it needs, and no more.
public enum PortLinkState: Equatable, Sendable {
    /// For a port to come.
    case waiting
    case opening(PortAttempt)
    /// Open, and its bytes not yet judged.
    case sniffing(PortAttempt)
    case streaming(PortAttempt)
    /// The opening failed, or the reading did, in a way that may pass.
    case backingOff(PortAttempt, until: MonotonicInstant)
    /// The port of a board that had been recognised left at this time.
    case gone(since: MonotonicInstant)
    case stopped

    /// The port that is being tried or read.
    public var attempt: PortAttempt? {
        switch self {
        case .opening(let attempt), .sniffing(let attempt), .streaming(let attempt),
            .backingOff(let attempt, _):
            attempt
        case .waiting, .gone, .stopped: nil
        }
    }

    /// Whether the port is open or being opened.
    public var isOpen: Bool {
        switch self {
        case .opening, .sniffing, .streaming: true
        case .waiting, .backingOff, .gone, .stopped: false
        }
    }
}
