/// What whoever runs a `PortLink` must do, in the order given.
public enum PortLinkAction: Equatable, Sendable {
    /// Open it, then answer with `.opened` or `.openingFailed`.
    case open(PortIdentity, BaudRate)
    /// Stop its reader and close it. The machine has forgotten it: nothing of it is to be told.
    case close
    /// Frames from here on are a new session.
    case beginSession(PortIdentity)
    /// They continue the session, after a gap from the last byte before it.
    case resumeSession(PortIdentity, gapSince: MonotonicInstant)
    case say(PortNotice)
}

/// What a person should know about a connection.
public enum PortNotice: Equatable, Sendable {
    case silent(node: String, for: Duration)
    case replug(node: String, silentFor: Duration)
    case gone(node: String)
    case openingFailed(PortError)
    /// It has been listened to at every speed and is none of ours.
    case notABoard(node: String)

    public var text: String {
        switch self {
        case .silent(let node, let time):
            "No byte from \(node) for \(time.components.seconds) s: opening it again."
        case .replug(let node, let time):
            "No byte from \(node) for \(time.components.seconds) s. Unplug the board and plug it in "
                + "again. A HealthyPi 5 also falls silent while a phone is connected to it, and a "
                + "HealthyPi 4 outside its V3 mode."
        case .gone(let node):
            "The board at \(node) has gone. Waiting for it to come back to the same socket."
        case .openingFailed(let error): error.description
        case .notABoard(let node):
            "What \(node) sends is no board's frames at any speed tried. "
                + "If it is a board of yours, name it with --board."
        }
    }
}
