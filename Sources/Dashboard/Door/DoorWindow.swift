import Synchronization

/// The pane between the agent and its door: the agent puts its latest snapshot here, a few times a
/// second at most; the door looks at it. Neither waits for the other.
public final class DoorWindow: Sendable {
    private let latest = Mutex<DoorSnapshot?>(nil)

    public init() {}

    public func post(_ snapshot: DoorSnapshot) { latest.withLock { $0 = snapshot } }

    public var snapshot: DoorSnapshot? { latest.withLock { $0 } }
}
