import Testing

@testable import Dashboard

struct PageFeedTests {
    private func tile(_ id: String, _ value: Double) -> PageMessage {
        .tile(PageTile(id: id, label: id, value: value, unit: "ms", at: 0, source: "ecg"))
    }

    private let wave = PageMessage.wave(
        PageWave(channel: 0, at: 0, step: 0.004, values: [1], decimals: 1))

    /// The kinds of the messages that wait.
    private func kinds(_ queue: ViewerQueue) async -> [String] {
        let text = String(decoding: await queue.take() ?? [], as: UTF8.self)
        return text.split(separator: "{\"t\":\"").dropFirst().map {
            String($0.prefix { $0 != "\"" })
        }
    }

    @Test func aNewcomerIsToldWhatStandsAndThenWhatHappens() async throws {
        let feed = PageFeed()
        feed.begin(.sample())
        #expect(!feed.isWatched)
        feed.tell([tile("rmssd", 1), wave, tile("rmssd", 2), .ended("x")])
        let viewer = try #require(feed.join())
        #expect(feed.isWatched && feed.arrivals == 1)
        #expect(await kinds(viewer.queue) == ["hello", "tile", "ended"])
        feed.tell([wave])
        #expect(await kinds(viewer.queue) == ["wave"])
        feed.leave(viewer.number)
        #expect(!feed.isWatched && feed.arrivals == 1)
        #expect(await viewer.queue.take() == nil)
    }

    @Test func whoComesBeforeTheSessionIsIntroducedWhenItBegins() async throws {
        let feed = PageFeed()
        let viewer = try #require(feed.join())
        feed.begin(.sample())
        #expect(await kinds(viewer.queue) == ["hello"])
    }

    @Test func aNewSessionForgetsAndTheSameGoesOn() async throws {
        let feed = PageFeed()
        feed.begin(.sample())
        feed.tell([tile("rmssd", 1)])
        feed.begin(.sample(), at: 5)
        let first = try #require(feed.join())
        #expect(await kinds(first.queue) == ["hello", "tile"])
        feed.begin(.sample(id: "s2"))
        let second = try #require(feed.join())
        #expect(await kinds(first.queue) == ["hello"])
        #expect(await kinds(second.queue) == ["hello"])
    }

    @Test func thereIsRoomForSoManyAndNoMore() throws {
        let feed = PageFeed(viewersMax: 2)
        let first = try #require(feed.join())
        _ = try #require(feed.join())
        #expect(feed.join() == nil)
        feed.leave(first.number)
        #expect(feed.join() != nil)
        #expect(feed.viewerCount == 2)
    }

    @Test func aNewcomerIsToldTheLatestInsightsOnly() async throws {
        let feed = PageFeed()
        feed.begin(.sample())
        for number in 0..<(PageFeed.insightsMax + 7) {
            feed.tell([
                .insight(
                    PageInsight(
                        id: "\(number)", kind: "trend", at: 0, time: nil, text: "", reason: "",
                        brief: nil, confidence: 0, confidenceKind: "calibrated", why: [],
                        wouldChangeIf: [], limits: []))
            ])
        }
        let viewer = try #require(feed.join())
        #expect(await kinds(viewer.queue).count == 1 + PageFeed.insightsMax)
    }

    /// What is dropped for a browser that takes nothing is counted, also after it has gone.
    @Test func dropsAreCounted() throws {
        let feed = PageFeed()
        feed.begin(.sample())
        let viewer = try #require(feed.join())
        let long = PageMessage.wave(
            PageWave(
                channel: 0, at: 0, step: 0.004, values: Array(repeating: 1.234, count: 2_000),
                decimals: 3))
        for _ in 0..<100 { feed.tell([long]) }
        #expect(viewer.queue.byteCount <= ViewerQueue.bytesMax)
        let dropped = feed.droppedMessages
        #expect(dropped > 50)
        feed.leave(viewer.number)
        #expect(feed.droppedMessages == dropped)
    }

    /// Until a newcomer has been shown what was before, nothing that passes comes in between; who is
    /// there already is not told twice.
    @Test func aNewcomerIsGreetedBeforeAnythingPasses() async throws {
        func wave(_ at: Double) -> PageMessage {
            .wave(PageWave(channel: 0, at: at, step: 1, values: [at], decimals: 0))
        }
        func times(_ queue: ViewerQueue) async -> [String] {
            let text = String(decoding: await queue.take() ?? [], as: UTF8.self)
            return text.split(separator: #""at":"#).dropFirst().map {
                String($0.prefix { $0 != "," })
            }
        }
        let feed = PageFeed()
        let early = try #require(feed.join())
        feed.begin(.sample(), greets: true)
        #expect(feed.hasNewcomers)
        feed.greet([])
        feed.tell([wave(1), wave(2)])
        let late = try #require(feed.join())
        let tap = feed.tap()
        feed.tell([wave(3), tile("rmssd", 1)])
        #expect(await kinds(late.queue) == ["hello", "tile"])
        feed.greet([wave(1), wave(2), wave(3)])
        #expect(!feed.hasNewcomers)
        feed.tell([wave(4)])
        #expect(await times(late.queue) == ["1", "2", "3", "4"])
        #expect(tap.take().messages.dropFirst() == [wave(1), wave(2), wave(3), wave(4)])
        #expect(await times(early.queue).filter { $0 != "0" } == ["1", "2", "3", "4"])
        // A new session greets everybody.
        feed.begin(.sample(id: "s2"), greets: true)
        #expect(feed.hasNewcomers)
        feed.leave(late.number)
        feed.leave(early.number)
        feed.untap(tap)
        #expect(!feed.hasNewcomers)
    }
}
