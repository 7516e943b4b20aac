import Publishing
import Synchronization
import TestKit
import Testing

/// Stores what it is given, after failing as often and as early as its script says.
private actor ScriptedPublisher: EventPublisher {
    private var refusals: [Int]
    private(set) var stored: [OutgoingEvent] = []
    private let losesAcknowledgements: Bool

    /// - Parameter refusals: for each of the first batches, how many it takes before it fails.
    init(refusals: [Int], losesAcknowledgements: Bool = false) {
        self.refusals = refusals
        self.losesAcknowledgements = losesAcknowledgements
    }

    func connect() -> StoredExtent { stored.last.map { .newest(id: $0.id) } ?? .empty }

    func publish(_ events: [OutgoingEvent]) -> Delivery {
        guard !refusals.isEmpty else {
            stored += events
            return Delivery(acknowledged: events.count)
        }
        let taken = min(refusals.removeFirst(), events.count)
        stored += events.prefix(taken)
        return Delivery(
            acknowledged: losesAcknowledgements ? 0 : taken, failure: .connectionLost(broker: "b"))
    }

    func close() {}
}

/// Waits end at once; what was waited for is kept.
private final class InstantClock: Clock {
    struct Instant: InstantProtocol {
        var offset: Duration
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (a: Instant, b: Instant) -> Bool { a.offset < b.offset }
    }

    private let elapsed = Mutex(Duration.zero)
    private let longest: Duration

    /// - Parameter longest: waits beyond this last until they are cancelled.
    init(longest: Duration) { self.longest = longest }

    var now: Instant { Instant(offset: elapsed.withLock { $0 }) }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        guard now.duration(to: deadline) <= longest else {
            let (never, continuation) = AsyncStream<Never>.makeStream()
            for await _ in never {}  // Ends when the waiting task is cancelled.
            continuation.finish()
            throw CancellationError()
        }
        elapsed.withLock { $0 = max($0, deadline.offset) }
    }
}

@Suite struct OutboxDrainTests {
    private func drain(
        _ outbox: any EventOutbox, _ publisher: any EventPublisher,
        longestWait: Duration = .seconds(40)
    ) -> OutboxDrain {
        OutboxDrain(
            outbox: outbox, publisher: publisher, stopsWhenOperatorNeeded: false,
            clock: InstantClock(longest: longestWait), generator: SeededGenerator(seed: 1))
    }

    @Test(arguments: [false, true])
    func failuresNeitherLoseNorRepeatNorReorder(losesAcknowledgements: Bool) async {
        let outbox = MemoryOutbox()
        outbox.append((1...1_000).map { event($0) })
        let publisher = ScriptedPublisher(
            refusals: [0, 3, 100, 1, 256], losesAcknowledgements: losesAcknowledgements)
        let outcome = await drain(outbox, publisher).drain(within: .seconds(60))
        #expect(outcome.remaining == 0)
        #expect(outcome.failure == nil)
        #expect(await publisher.stored.map(\.sequence) == Array(1...1_000))
    }

    @Test func anAppendWakesIt() async {
        let outbox = MemoryOutbox()
        let publisher = ScriptedPublisher(refusals: [])
        let drain = drain(outbox, publisher)
        let running = Task { await drain.run() }
        for sequence in 1...50 as ClosedRange<UInt64> {
            outbox.append([event(sequence)])
            while outbox.pendingCount() > 0 { await Task.yield() }
        }
        await drain.stop()
        #expect(await running.value == nil)
        #expect(await publisher.stored.count == 50)
    }

    @Test func theDeadlineLeavesTheRestWaiting() async {
        let outbox = MemoryOutbox()
        outbox.append((1...5).map { event($0) })
        let publisher = ScriptedPublisher(refusals: Array(repeating: 0, count: 1_000_000))
        // Back-off waits hang in this clock, the deadline does not.
        let drain = OutboxDrain(
            outbox: outbox, publisher: publisher, stopsWhenOperatorNeeded: false,
            clock: InstantClock(longest: .milliseconds(1)), generator: SeededGenerator(seed: 1))
        let outcome = await drain.drain(within: .milliseconds(1))
        #expect(outcome.remaining == 5)
        #expect(outbox.pendingCount() == 5)
    }

    @Test func cancellingTheTaskEndsIt() async {
        let drain = drain(MemoryOutbox(), ScriptedPublisher(refusals: []))
        let running = Task { await drain.run() }
        running.cancel()
        #expect(await running.value == nil)
    }
}
