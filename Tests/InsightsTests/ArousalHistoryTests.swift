import Biosignals
import Insights
import Testing
import TestKit

struct ArousalHistoryTests {
    typealias Minute = ArousalPeople.Minute

    @Test func memoryIsBounded() {
        var history = ArousalHistory()
        for index in 0..<1_000 {
            history.append(
                ArousalWindow(
                    window: 30 * Double(index)..<30 * Double(index + 1), state: .still,
                    skin: nil, heart: nil))
        }
        #expect(history.windows.count == 360)
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func anyOrderGivesTheSame(_ seed: UInt64) {
        var people = ArousalPeople(seed: seed)
        let windows = people.windows([Minute](70, .rest) + [Minute](5, .task))
        var generator = SeededGenerator(seed: seed)
        let expected = ArousalHistory(windows)
        let shuffled = ArousalHistory(windows.shuffled(using: &generator))
        let isSame = shuffled == expected && shuffled.outcome == expected.outcome
        #expect(isSame)
    }

    @Test func whatOverlapsOrHasNoSensibleLengthIsLeftOut() {
        var history = ArousalHistory()
        func append(_ window: Range<Double>) -> Bool {
            history.append(ArousalWindow(window: window, state: .still, skin: nil, heart: nil))
        }
        #expect(append(0..<60))
        #expect(!append(30..<90))
        #expect(!append(0..<60))
        #expect(!append(60..<80))
        #expect(!append(60..<360))
        #expect(!append(60..<Double.infinity))
        #expect(!append(-1e300..<60))
        #expect(append(60..<120))
        #expect(append(20_000..<20_060))
        #expect(history.windows.count == 1)
        #expect(!append(120..<180))
    }

    /// Whatever comes in, no trap, no number that is none, and never a word on what was not seen.
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func garbageComesToNothing(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        func wild() -> Double {
            let wild: [Double] = [
                .nan, .infinity, -.infinity, 0, -1, 1e-300, 1e300, 5, 65, .greatestFiniteMagnitude,
            ]
            return wild.randomElement(using: &generator) ?? .nan
        }
        var people = ArousalPeople(seed: seed)
        let good = people.windows([Minute](60, .rest) + [Minute](10, .task))
        var history = ArousalHistory()
        for window in good {
            let isWild = Int.random(in: 0..<3, using: &generator) == 0
            let state = ArousalWindow.State.allCases.randomElement(using: &generator) ?? .still
            history.append(
                ArousalWindow(
                    window: window.window, state: isWild ? state : .still,
                    acceleration: isWild ? StandardGravity(wild()) : nil,
                    skin: isWild
                        ? ArousalSkin(
                            usable: wild(), amplitudes: [wild(), wild()],
                            levels: (0..<60).map { ($0, wild()) })
                        : window.skin,
                    heart: isWild
                        ? ArousalHeart(
                            usable: wild(), heartRate: PerMinute(wild()), lnRMSSD: wild(),
                            channel: .ppg)
                        : window.heart,
                    skinTemperature: DegreesCelsius(wild())))
            guard let evidence = ArousalEvidence(history) else { continue }
            for measure in evidence.measures {
                #expect(measure.value.isFinite)
                #expect(measure.interval95.contains(measure.value))
            }
            if let finding = history.outcome.finding {
                #expect((0...1).contains(finding.probability.interval95.lowerBound))
                #expect((0...1).contains(finding.probability.interval95.upperBound))
            }
        }
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func gapsAreNotFilledIn(_ seed: UInt64) throws {
        var people = ArousalPeople(seed: seed)
        let windows = people.windows([Minute](60, .rest) + [Minute](5, .task))
        var generator = SeededGenerator(seed: seed)
        let kept = windows.dropLast(5).filter { _ in Bool.random(using: &generator) }
        let evidence = try #require(ArousalEvidence(ArousalHistory(kept + windows.suffix(5))))
        let settled = kept.filter { $0.window.lowerBound >= kept[0].window.lowerBound + 600 }
        #expect(evidence.usualSkinMinutes == Double(settled.count))
        // Two of the look's five minutes missing: not enough was seen.
        let sparse = ArousalHistory(windows.dropLast(4) + windows.suffix(2))
        #expect(sparse.outcome.silence == .skinUnusable(minutes: 3, needed: 4))
    }
}

extension ArousalEvidence {
    var measures: [ArousalMeasure] {
        [
            responseRate, usualResponseRate, rootRateRise, amplitude, usualAmplitude, slopeRise,
            heartRate, usualHeartRate, heartRateRise, lnRMSSDChange,
        ].compactMap(\.self)
    }
}
