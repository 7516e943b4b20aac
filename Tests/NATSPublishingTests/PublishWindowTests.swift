import Testing

@testable import NATSPublishing

@Suite struct PublishWindowTests {
    @Test func anUnknownStreamIsProbedWithOneEvent() {
        var window = PublishWindow(count: 3, lastSequence: nil)
        #expect(window.next()?.lastSequence == nil)
        window.sent()
        #expect(window.next() == nil)
        window.stored(0, at: 7, isDuplicate: false)
        #expect(window.next()?.index == 1)
        #expect(window.next()?.lastSequence == 7)
        window.sent()
        #expect(window.next()?.lastSequence == 8)
    }

    @Test func whatFollowsInFlightNamesItsPredecessor() {
        var window = PublishWindow(count: 3, lastSequence: 10)
        #expect(window.next() == .init(index: 0, lastSequence: 10, predecessor: nil))
        window.sent()
        #expect(window.next() == .init(index: 1, lastSequence: 11, predecessor: 0))
    }

    @Test func aDuplicateDoesNotTellWhereTheStreamEnds() {
        var window = PublishWindow(count: 3, lastSequence: nil)
        window.sent()
        window.stored(0, at: 4, isDuplicate: true)
        #expect(window.next() == .init(index: 1, lastSequence: nil, predecessor: nil))
        window.sent()
        window.stored(1, at: 9, isDuplicate: false)
        #expect(window.next() == .init(index: 2, lastSequence: 9, predecessor: nil))
    }

    @Test func neverMoreInFlightThanTheWindow() {
        var window = PublishWindow(count: 1_000, lastSequence: 0)
        while window.next() != nil { window.sent() }
        #expect(window.sentCount == PublishWindow.countMax)
    }

    @Test func onlyAnUnbrokenRunCounts() {
        var window = PublishWindow(count: 3, lastSequence: 10)
        while window.next() != nil { window.sent() }
        window.stored(1, at: 12, isDuplicate: false)
        window.stored(2, at: 13, isDuplicate: false)
        #expect(window.acknowledgedCount == 0)
        window.stored(0, at: 11, isDuplicate: false)
        #expect(window.isComplete)
        #expect(window.lastStoredSequence == 13)
        window.stored(99, at: 1, isDuplicate: false)
        #expect(window.acknowledgedCount == 3)
    }
}
