import Dashboard
import Publishing

/// Events on their way to the broker, counted from what the outbox says.
struct BrokerFigures {
    private let waitingAtStart: Int
    private let lastSequenceAtStart: UInt64
    private(set) var door = DoorBroker(
        state: .connected, reason: nil, eventsWaiting: 0, eventsPublished: 0, eventsDropped: 0)

    init(waitingAtStart: Int, lastSequenceAtStart: UInt64) {
        self.waitingAtStart = waitingAtStart
        self.lastSequenceAtStart = lastSequenceAtStart
    }

    /// - Parameters:
    ///   - lastSequence: of the store; every number up to it has been an event.
    ///   - dropped: events that a full outbox let go since the start.
    ///   - failure: the latest since something was last acknowledged.
    mutating func update(
        waiting: Int, lastSequence: UInt64, dropped: Int, failure: PublishingError?
    ) {
        let made = Int(lastSequence - min(lastSequence, lastSequenceAtStart))
        let published = waitingAtStart + made - waiting - dropped
        door = DoorBroker(
            state: failure == nil ? .connected : .waiting, reason: failure?.description,
            eventsWaiting: waiting,
            // What the broker lost and gets again was published all the same.
            eventsPublished: max(door.eventsPublished, published), eventsDropped: dropped)
    }
}
