import Reports
import Testing

@Suite struct TextTests {
    @Test(arguments: [
        (0.0, "0:00:00"), (3_725.9, "1:02:05"), (90_000, "25:00:00"), (-3, "0:00:00"),
        (.nan, "—"),
    ])
    func aClock(_ seconds: Double, _ text: String) { #expect(Text.clock(seconds) == text) }

    @Test(arguments: [
        (12.345, 1, "12.3"), (12.35, 0, "12"), (-0.04, 1, "0.0"), (-0.06, 1, "-0.1"),
        (0.005, 2, "0.01"), (.infinity, 2, "—"), (.nan, 0, "—"), (1e20, 3, "—"),
    ])
    func aNumber(_ value: Double, _ digits: Int, _ text: String) {
        #expect(Text.number(value, digits: digits) == text)
    }

    @Test func aSparklineGoesFromLowestToHighest() {
        #expect(Text.sparkline([0, 1, 2, 3, 4, 5, 6, 7]) == "▁▂▃▄▅▆▇█")
        #expect(Text.sparkline([5, 5, 5]) == "▄▄▄")
        #expect(Text.sparkline([]).isEmpty)
        #expect(Text.sparkline(Array(repeating: 1, count: 1_000) + [2]).count <= 60)
    }

    @Test func controlCharactersDoNotReachATerminal() {
        #expect(Text.printable("a\u{1B}[31mb\nc") == "a\u{FFFD}[31mb\u{FFFD}c")
        #expect(Text.printable("Größe µS ▁") == "Größe µS ▁")
        // Turned about, joined by nothing, cut in lines, said in tags.
        #expect(
            Text.printable("a\u{202E}b\u{061C}c\u{200B}d\u{2028}e\u{E0041}f\u{FE0F}g\u{3164}h")
                == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e\u{FFFD}f\u{FFFD}g\u{FFFD}h")
    }
}
