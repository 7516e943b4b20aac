/// The broker that events go to, and the events on their way there.
public struct DoorBroker: Equatable, Sendable {
    public enum State: String, CaseIterable, Sendable { case connected, waiting, stopped }

    public var state: State
    /// Why it is not connected, without any login.
    public var reason: String?
    public var eventsWaiting: Int
    public var eventsPublished: Int
    /// Events that a full outbox let go; a `gap` event names each run of them.
    public var eventsDropped: Int

    public init(
        state: State, reason: String?, eventsWaiting: Int, eventsPublished: Int, eventsDropped: Int
    ) {
        self.state = state
        self.reason = reason
        self.eventsWaiting = eventsWaiting
        self.eventsPublished = eventsPublished
        self.eventsDropped = eventsDropped
    }
}
