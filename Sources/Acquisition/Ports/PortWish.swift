/// Which port a source wants.
public enum PortWish: Equatable, Sendable {
    /// The first that is worth listening to and turns out to be a board.
    case anyBoard
    /// This node or link, such as `/dev/ttyACM0` or `/dev/healthypi`.
    case path(String)
    /// This device at this socket.
    case key(PortKey)

    func accepts(_ identity: PortIdentity) -> Bool {
        switch self {
        case .anyBoard: BoardClaim(identity).isWorthListening
        case .path(let path): identity.node == path || identity.links.contains(path)
        case .key(let key): identity.stableKey == key
        }
    }
}
