import Biosignals
import EventContract
import HRV
import Testing

@testable import Agent

@Suite struct EventFactoryTests {
    /// Intervals of 1 s in turns of 980 and 1,020 ms, for so long.
    private func payload(
        lasting seconds: Double, source: BeatSource = .ecg, isEvent: Bool = true
    ) throws -> HRVPayload {
        let count = Int(seconds)
        let nn = NNIntervals(
            endSeconds: (1...count).map { Double($0) },
            milliseconds: (0..<count).map { $0 % 2 == 0 ? 980 : 1_020 },
            followsPrevious: (0..<count).map { $0 > 0 }, beatsTotal: count + 1)
        let panel = try HRVAnalyzer(preset: .taskforce)
            .panel(of: nn, window: Seconds(seconds), usable: 1)
        return EventFactory.payload(
            panel, window: .init(start: 0, end: seconds, usable: 1), source: source,
            isEvent: isEvent)
    }

    /// Null 288 times a day says nothing; what five minutes could have had and have not is still
    /// null with its reason.
    @Test(arguments: [BeatSource.ecg, .ppg])
    func aFiveMinuteEventNamesNoMeasureOfADay(_ source: BeatSource) throws {
        let measures = try payload(lasting: 300, source: source).measures
        let named = Set(measures.keys)
        let all = Set(HRVMeasureName.allCases.map { source.prefix + $0.rawValue })
        #expect(all.subtracting(named) == [source.prefix + "sdann", source.prefix + "sdnnIndex"])
        #expect(named.isSubset(of: all))
    }

    @Test func aMinutesEventSaysWhyItHasNoLF() throws {
        let measures = try payload(lasting: 60).measures
        #expect(measures["lfPower"]?.value == nil)
        #expect(measures["lfPower"]?.reason == "windowTooShort")
    }

    /// 18 of 24 hours make a day.
    @Test func aDaysEventNamesThem() throws {
        let measures = try payload(lasting: 64_800).measures
        #expect(measures["sdann"]?.value != nil)
        // Every five minutes spread alike: 20 ms · √(300 / 299).
        let index = try #require(measures["sdnnIndex"]?.value)
        #expect(abs(index.value - 20.033_4) < 0.01)
    }

    /// `hrv --json` is asked for everything, and says why there is none.
    @Test func whatIsAskedForIsNamedAlways() throws {
        let measures = try payload(lasting: 300, isEvent: false).measures
        #expect(measures.count == HRVMeasureName.allCases.count)
        #expect(measures["sdann"]?.reason == "windowTooShort")
    }
}
