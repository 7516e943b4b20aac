import Dashboard
import Testing

@testable import Agent

struct PlainLinesTests {
    private func news(_ messages: [PageMessage], session: PageSession? = nil) -> PageNews {
        PageNews(session: session, messages: messages, dropped: 0)
    }

    private var session: PageSession {
        PageSession(
            version: "1", id: "s", mode: .replay, title: "rest", started: nil, isSynced: false,
            speed: 1, duration: 300, channels: [])
    }

    private var status: PageMessage {
        var status = PageStatus(device: .replaying, deviceText: "rest")
        (status.position, status.duration) = (42, 300)
        return .status(status)
    }

    private func insight(_ id: String) -> PageMessage {
        .insight(
            PageInsight(
                id: id, kind: "stationary", at: 40, time: nil, text: "Suggesting a walk break",
                reason: "Stationary for 3 hours", brief: nil, confidence: 0.95,
                confidenceKind: "calibrated, capped", why: [], wouldChangeIf: [], limits: []))
    }

    /// A line of nothing but dashes says nothing.
    @Test func nothingIsSaidBeforeItIsKnownHowItStands() {
        var lines = PlainLines()
        #expect(lines.look(at: news([]), 1, isDue: true).isEmpty)
        #expect(lines.look(at: news([], session: session), 2, isDue: true).isEmpty)
        #expect(lines.look(at: news([status]), 3, isDue: false).isEmpty)
        let said = lines.look(at: news([]), 3.5, isDue: true)
        #expect(said.count == 1)
        #expect(said.first?.hasPrefix("0:00:42 of 0:05:00  1.0x  0:04:18 left  HR —") == true)
    }

    @Test func anInsightIsSaidOnce() {
        var lines = PlainLines()
        _ = lines.look(at: news([status, insight("1")], session: session), 1, isDue: false)
        #expect(
            lines.look(at: news([]), 10, isDue: true).dropFirst() == [
                "Insight Suggesting a walk break  confidence 0.95, capped",
                "        Stationary for 3 hours",
            ])
        #expect(lines.look(at: news([]), 20, isDue: true).count == 1)
        #expect(lines.look(at: news([insight("2")]), 30, isDue: true).count == 3)
    }
}
