import Testing

@testable import Dashboard

struct PageTapTests {
    private func tile(_ value: Double) -> PageMessage {
        .tile(PageTile(id: "rmssd", label: "RMSSD", value: value, unit: "ms", at: 0, source: "ecg"))
    }

    private func wave(_ at: Double, count: Int = 1) -> PageMessage {
        .wave(
            PageWave(
                channel: 0, at: at, step: 0.004, values: Array(repeating: 1, count: count),
                decimals: 1))
    }

    @Test func whoTapsIsToldWhatStandsAndThenWhatHappens() {
        let feed = PageFeed()
        feed.begin(.sample())
        feed.tell([tile(1), wave(0)])
        let tap = feed.tap()
        #expect(feed.isWatched && !feed.hasViewers && feed.arrivals == 1)
        let first = tap.take()
        #expect(first.session == .sample() && first.messages == [tile(1)])
        feed.tell([wave(1), tile(2), tile(3), wave(2)])
        let second = tap.take()
        #expect(second.session == nil && second.messages == [tile(3), wave(1), wave(2)])
        #expect(tap.take().messages.isEmpty)
        feed.untap(tap)
        feed.tell([wave(3)])
        #expect(tap.take().messages.isEmpty && !feed.isWatched)
    }

    @Test func aNewSessionForgetsWhatWaited() {
        let feed = PageFeed()
        feed.begin(.sample())
        let tap = feed.tap()
        feed.tell([tile(1), wave(0)])
        feed.begin(.sample(id: "s2"))
        let news = tap.take()
        #expect(news.session?.id == "s2" && news.messages.isEmpty)
    }

    /// A view that does not look costs bounded memory, and what passed is counted.
    @Test func whatWaitsIsBounded() {
        let feed = PageFeed()
        feed.begin(.sample())
        let tap = feed.tap()
        for second in 0..<1_000 { feed.tell([wave(Double(second), count: 250)]) }
        let news = tap.take()
        #expect(news.messages.count == PageTap.pointsMax / 250)
        #expect(news.dropped == 1_000 - PageTap.pointsMax / 250)
        #expect(news.messages.last == wave(999, count: 250))
        for second in 0..<20_000 { feed.tell([wave(Double(second))]) }
        #expect(tap.take().messages.count == PageTap.passingMax)
    }

    /// A snapshot is asked for once what was told has been taken.
    @Test func itIsWaitingOnceItHasLooked() {
        let feed = PageFeed()
        feed.begin(.sample())
        #expect(!feed.isTapWaiting)
        let tap = feed.tap()
        _ = tap.take()
        #expect(feed.isTapWaiting)
        feed.tellTaps([tile(1)])
        #expect(!feed.isTapWaiting)
        #expect(tap.take().messages == [tile(1)])
        #expect(feed.isTapWaiting)
    }
}
