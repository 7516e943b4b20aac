import Testing

@testable import NATSPublishing

@Suite struct PublishWindowTests {
    @Test func anUnknownStreamIsProbedWithOneEvent() {
        var window = PublishWindow(count: 3, lastSequence: nil)
        #expect(window.next()?.expected == nil)
        window.sent()
        #expect(window.next() == nil)
        window.stored(0, at: 7)
        #expect(window.next()?.index == 1)
        #expect(window.next()?.expected == 7)
        window.sent()
        #expect(window.next()?.expected == 8)
    }

    @Test func neverMoreInFlightThanTheWindow() {
        var window = PublishWindow(count: 1_000, lastSequence: 0)
        while window.next() != nil { window.sent() }
        #expect(window.sentCount == PublishWindow.countMax)
    }

    @Test func onlyAnUnbrokenRunCounts() {
        var window = PublishWindow(count: 3, lastSequence: 10)
        while window.next() != nil { window.sent() }
        window.stored(1, at: 12)
        window.stored(2, at: 13)
        #expect(window.acknowledgedCount == 0)
        window.stored(0, at: 11)
        #expect(window.isComplete)
        #expect(window.lastStoredSequence == 13)
        window.stored(99, at: 1)
        #expect(window.acknowledgedCount == 3)
    }
}
