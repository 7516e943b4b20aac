import EventContract
import Testing

@Suite struct WireTimeTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (1_795_226_400_123, "2026-11-21T02:00:00.123Z"), (-1, "1969-12-31T23:59:59.999Z"),
    ])
    func writesUTC(_ milliseconds: Int64, _ text: String) {
        #expect(WireTime(millisecondsSince1970: milliseconds).text == text)
    }

    @Test(arguments: [
        ("2026-11-21T02:00:00Z", 1_795_226_400_000), ("2026-11-21 02:00:00.5", 1_795_226_400_500),
        ("1970-01-01T00:00:00.123456Z", 123),
    ])
    func readsUTC(_ text: String, _ milliseconds: Int64) {
        #expect(WireTime(parsing: text)?.millisecondsSince1970 == milliseconds)
    }

    @Test(arguments: [
        "", "2026", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-11-21T24:00:00Z",
        "2026-11-21T02:00:00+01:00", "2026-11-21T02:00:00.", "２０２６-11-21T02:00:00Z",
    ])
    func refusesWhatIsNoInstant(_ text: String) {
        #expect(WireTime(parsing: text) == nil)
    }

    @Test func readsWhatItWrote() {
        for day in stride(from: Int64(-40_000), through: 40_000, by: 37) {
            let time = WireTime(millisecondsSince1970: day * 86_400_000 + 45_296_789)
            #expect(WireTime(parsing: time.text) == time)
        }
    }
}
