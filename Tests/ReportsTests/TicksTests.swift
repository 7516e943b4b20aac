@testable import Reports
import Testing

@Suite struct TicksTests {
    @Test func marksAreRoundNumbers() {
        #expect(
            Ticks(over: 0...1, count: 5).ticks.map(\.label) == [
                "0.0", "0.2", "0.4", "0.6", "0.8", "1.0",
            ])
        #expect(Ticks(over: 612...1_043, count: 4).ticks.map(\.label) == ["800", "1000"])
        #expect(
            Ticks(over: -0.03...0.02, count: 5).ticks.map(\.label)
                == ["-0.03", "-0.02", "-0.01", "0.00", "0.01", "0.02"])
    }

    @Test(arguments: [(0.0, 1e-7), (-1e9, 1e9), (3.0, 3.0001), (0, 7)])
    func thereAreNeverTooManyNorOutside(_ low: Double, _ high: Double) {
        for count in 1...10 {
            let ticks = Ticks(over: low...high, count: count).ticks
            #expect(ticks.count <= count + 1)
            let slack = 1e-6 * (high - low)
            #expect(ticks.allSatisfy { $0.value >= low - slack && $0.value <= high + slack })
        }
    }

    @Test func decadesHaveMarksOfTheirOwn() {
        #expect(Ticks(decades: 0.1...3.9).ticks.map(\.label) == ["10", "100", "1000"])
        #expect(Ticks(decades: -1.1...0.2).ticks.map(\.label) == ["0.1", "0.2", "0.5", "1"])
    }

    @Test func aRangeOfNothingHasNone() {
        #expect(Ticks(over: 2...2).ticks.isEmpty)
        #expect(Ticks.padded(2...2) == 1.5...2.5)
    }

    @Test func timeIsSaidAsPeopleSayIt() {
        let long = TimeScale(startOfDay: nil, length: 9_000)
        #expect(
            long.ticks(over: 0...9_000).map(\.label)
                == ["0:00", "0:30", "1:00", "1:30", "2:00", "2:30"])
        #expect(long.label(3_723, step: 1) == "1:02:03")
        let short = TimeScale(startOfDay: nil, length: 100)
        #expect(
            short.ticks(over: 60...70, count: 5).map(\.label)
                == ["1:00", "1:02", "1:04", "1:06", "1:08", "1:10"])
        // It began at half past eight and ten seconds: marks stand at the clock's own quarters.
        let clock = TimeScale(startOfDay: 30_610, length: 3_600)
        let quarters = clock.ticks(over: 0...3_600, count: 4)
        #expect(quarters.map(\.label) == ["08:45", "09:00", "09:15", "09:30"])
        #expect(quarters.first?.value == 890)
        #expect(TimeScale(startOfDay: 86_000, length: 3_600).label(1_000) == "00:10")
    }
}
