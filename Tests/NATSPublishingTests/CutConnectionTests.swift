import Foundation
import Publishing
import Synchronization
import TestKit
import Testing

@testable import NATSPublishing

/// A proxy between agent and broker that cuts the line after a random number of bytes.
@Suite(.serialized, .timeLimit(.minutes(2))) struct CutConnectionTests {
    /// Cuts drawn one after the other; nil when there are no more.
    private final class Cuts: Sendable {
        private let state: Mutex<(left: Int, generator: SeededGenerator)>

        init(count: Int, seed: UInt64) { state = Mutex((count, SeededGenerator(seed: seed))) }

        var left: Int { state.withLock { $0.left } }

        /// Half of them fall into the handshake and the first events, half anywhere later.
        func next() -> Int? {
            state.withLock { state in
                guard state.left > 0 else { return nil }
                state.left -= 1
                let bytesMax = Bool.random(using: &state.generator) ? 2_000 : 60_000
                return Int.random(in: 1...bytesMax, using: &state.generator)
            }
        }
    }

    /// `HEALTHYPI_BROKER_CUTS=20` is the long form: so many seeds of 25 cuts.
    private static let seeds: [UInt64] = {
        let wanted = ProcessInfo.processInfo.environment["HEALTHYPI_BROKER_CUTS"]
        return Array(1...(wanted.flatMap { UInt64($0) } ?? 1))
    }()

    @Test(arguments: seeds)
    func cutAnywhereEveryEventIsStoredOnceInOrder(seed: UInt64) async throws {
        let server = try server()
        let broker = try BrokerURL(server.url)
        _ = try await StreamProvisioner(broker: broker).provision()
        let cuts = Cuts(count: 25, seed: seed)
        let port = server.port
        let proxy = try LoopbackServer { connection in
            carry(connection, toPort: port, cutAfter: cuts.next())
        }
        let outbox = MemoryOutbox()
        let events = (1...3_000).map { event($0) }
        outbox.append(events)
        let drain = OutboxDrain(
            outbox: outbox,
            publisher: JetStreamPublisher(
                broker: try BrokerURL("nats://127.0.0.1:\(proxy.port)"),
                acknowledgementSeconds: 1),
            stopsWhenOperatorNeeded: false, clock: HurriedClock(),
            generator: SeededGenerator(seed: seed))
        let outcome = await drain.drain(within: .seconds(6_000))
        #expect(outcome.remaining == 0)
        #expect(cuts.left < 15)
        let stored = try storedMessages(server)
        #expect(stored.compactMap(\.messageID) == events.map(\.id))
        #expect(stored.map(\.payload) == events.map(\.payload))
    }
}

/// Carries bytes both ways, together so many at most, then cuts both lines in mid-word.
private func carry(_ connection: LoopbackServer.Connection, toPort port: Int, cutAfter: Int?) {
    guard let upstream = LoopbackServer.Connection.opened(toPort: port) else { return }
    let left = Mutex(cutAfter ?? .max)
    let both = BothWays(left: left, ends: [connection, upstream])
    Thread.detachNewThread { both.carry(from: upstream, to: connection) }
    both.carry(from: connection, to: upstream)
    both.finished.wait()
    upstream.close()
}

private final class BothWays: Sendable {
    let finished = DispatchSemaphore(value: 0)
    private let left: Mutex<Int>
    private let ends: [LoopbackServer.Connection]

    init(left: consuming Mutex<Int>, ends: [LoopbackServer.Connection]) {
        self.left = left
        self.ends = ends
    }

    func carry(from: LoopbackServer.Connection, to: LoopbackServer.Connection) {
        while let bytes = from.read() {
            let taken = left.withLock { left in
                let taken = min(left, bytes.count)
                left -= taken
                return taken
            }
            guard to.write(Array(bytes[..<taken])), taken == bytes.count else { break }
        }
        for end in ends { end.cut() }
        if from.descriptor != ends[0].descriptor { finished.signal() }
    }
}

/// Waits a fiftieth of what is asked.
struct HurriedClock: Clock {
    struct Instant: InstantProtocol {
        let real: ContinuousClock.Instant
        func advanced(by duration: Duration) -> Instant {
            Instant(real: real.advanced(by: duration / 50))
        }
        func duration(to other: Instant) -> Duration { real.duration(to: other.real) * 50 }
        static func < (a: Instant, b: Instant) -> Bool { a.real < b.real }
    }

    var now: Instant { Instant(real: ContinuousClock.now) }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let left = (deadline.real - ContinuousClock.now) / .seconds(1)
        let (over, timer) = AsyncStream<Never>.makeStream()
        DispatchQueue.global().asyncAfter(deadline: .now() + max(left, 0)) { timer.finish() }
        for await _ in over {}  // Ends with the timer, or with the waiting task.
        try Task.checkCancellation()
    }
}
