import Dashboard
import Synchronization
import TestKit
import Testing

@testable import Agent

struct PlainWatchTests {
    /// Waits end when the test lets time pass.
    private final class SteppedClock: Clock {
        struct Instant: InstantProtocol {
            var offset: Duration
            func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
            func duration(to other: Instant) -> Duration { other.offset - offset }
            static func < (a: Instant, b: Instant) -> Bool { a.offset < b.offset }
        }

        private let steps: AsyncStream<Void>
        private let source: AsyncStream<Void>.Continuation
        private let elapsed = Mutex(Duration.zero)

        init() { (steps, source) = AsyncStream.makeStream() }

        var now: Instant { Instant(offset: elapsed.withLock { $0 }) }
        var minimumResolution: Duration { .zero }

        func step() { source.yield() }

        func sleep(until deadline: Instant, tolerance: Duration?) async throws {
            for await _ in steps {
                elapsed.withLock { $0 = deadline.offset }
                return
            }
            throw CancellationError()
        }
    }

    /// A line every ten looks, and none after its end.
    @Test func aLineComesWithTime() throws {
        let feed = PageFeed()
        let clock = SteppedClock()
        let said = Mutex<[String]>([])
        let watch = PlainWatch(feed, every: 10, clock: clock) { line in
            said.withLock { $0.append(line) }
        }
        feed.begin(
            PageSession(
                version: "1", id: "s", mode: .live, title: "live", started: nil, isSynced: false,
                speed: 1, duration: nil, channels: []), at: 0, greets: false)
        var status = PageStatus(device: .connected, deviceText: "healthypi5")
        status.position = 5
        feed.tell([.status(status)])
        for _ in 0..<19 { clock.step() }
        #expect(awaitCondition(within: .seconds(60)) { clock.now.offset == .seconds(19) })
        #expect(said.withLock { $0.count } == 1)
        clock.step()
        #expect(awaitCondition(within: .seconds(60)) { said.withLock { $0.count } == 2 })
        #expect(said.withLock { $0.first } == said.withLock { $0.last })
        #expect(said.withLock { $0.first?.hasPrefix("0:00:05  HR —") } == true)
        watch.end()
        #expect(!feed.isWatched)
    }
}
