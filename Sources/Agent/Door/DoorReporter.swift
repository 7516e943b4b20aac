import Dashboard
import Publishing
import Storage

/// Keeps the door's window up to date from within a live run, once a second; what costs a query or
/// a look at the disk, every five.
struct DoorReporter {
    private static let every = 1.0
    private static let slowEvery = 5.0

    private let window: DoorWindow
    private let stateDirectory: String
    private var next = -Double.infinity
    private var nextSlow = -Double.infinity
    private var storeBytes = 0
    private var broker: BrokerFigures?
    private let started: Int64
    var tally = DoorTally()

    init(options: LiveOptions.Door, startedMilliseconds: Int64) {
        window = options.window
        stateDirectory = options.stateDirectory
        started = startedMilliseconds
    }

    mutating func isDue(at now: Double) -> Bool {
        guard now >= next else { return false }
        next = now + Self.every
        return true
    }

    /// The figures that take longer to find out.
    mutating func refresh(at now: Double, desk: EventDesk, delivery: BrokerDelivery?) async {
        guard now >= nextSlow else { return }
        nextSlow = now + Self.slowEvery
        storeBytes = StoreSize.bytes(in: stateDirectory)
        guard let delivery, let waiting = try? desk.store.pendingCount() else { return }
        var figures =
            broker
            ?? BrokerFigures(waitingAtStart: waiting, lastSequenceAtStart: desk.store.lastSequence)
        figures.update(
            waiting: waiting, lastSequence: desk.store.lastSequence, dropped: desk.droppedCount,
            failure: await delivery.failure)
        broker = figures
    }

    /// - Parameter snapshot: with what only the run knows; the rest is filled in here.
    func post(_ snapshot: DoorSnapshot) {
        var snapshot = snapshot
        snapshot.startedMilliseconds = started
        snapshot.store.bytes = storeBytes
        snapshot.broker = broker?.door
        snapshot.measures = tally.measures
        snapshot.insights = tally.insights
        snapshot.beats = tally.counts
        window.post(snapshot)
    }
}
