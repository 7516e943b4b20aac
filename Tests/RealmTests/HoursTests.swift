import Testing

@testable import Realm

struct HoursTests {
    @Test func aNightPassesMidnight() throws {
        let night = try #require(Hours("22:00-06:30"))
        #expect(night.contains(minute: 23 * 60))
        #expect(night.contains(minute: 6 * 60 + 29))
        #expect(!night.contains(minute: 6 * 60 + 30))
        #expect(!night.contains(minute: 12 * 60))
        #expect(night.description == "22:00-06:30")
        #expect(Hours("00:00-24:00") == .always)
    }

    @Test(arguments: [
        "", "8-22", "08:00", "08:00-08:00", "24:00-25:00", "08:60-09:00", "aa:00-09:00",
    ])
    func whatIsNoPartOfADayIsNone(_ text: String) { #expect(Hours(text) == nil) }
}
