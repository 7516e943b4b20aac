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
}
