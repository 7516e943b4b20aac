import Testing

@testable import Agent

struct WatchPaceTests {
    @Test func speedIsThatOfTheLastSeconds() {
        var pace = WatchPace()
        pace.note(position: 10, at: 0)
        #expect(pace.speed == nil)
        for second in 1...20 { pace.note(position: 10 + 2 * Double(second), at: Double(second)) }
        #expect(pace.speed == 2)
        for second in 21...30 {
            pace.note(position: 50 + 5 * Double(second - 20), at: Double(second))
        }
        #expect(pace.speed == 5)
        pace.note(position: 0, at: 31)
        #expect(pace.speed == nil, "it has begun anew")
    }

    @Test(
        arguments: [
            (nil, nil, nil), (nil, 7, 7), (4, nil, 4), (4, 40, 4), (4, 3.7, 4), (4, 2, 2),
        ] as [(Double?, Double?, Double?)])
    func whatWasAskedForHoldsUntilItIsSeenNotTo(
        _ asked: Double?, _ seen: Double?, _ speed: Double?
    ) {
        #expect(WatchPace.speed(asked: asked, seen: seen) == speed)
    }
}
