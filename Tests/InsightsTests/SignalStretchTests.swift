import Biosignals
import Insights
import Testing

@Suite struct SignalStretchTests {
    private let bad = SignalQuality(score: 0, reasons: [.leadOff])

    private func stretches(_ seconds: [(Int, SignalQuality)]) -> SignalStretches {
        var stretches = SignalStretches()
        var index = 0
        for (count, quality) in seconds {
            for _ in 0..<count {
                stretches.process(SecondOfSignal(index: index, quality: quality))
                index += 1
            }
        }
        return stretches
    }

    @Test func aStretchBeginsWithItsFirstSecond() {
        let found = stretches([(100, .clean), (40, bad)])
        #expect(found.current?.since == 100 && found.current?.isUsable == false)
        #expect(found.current?.seconds == 40 && found.current?.reasons[.leadOff] == 40)
        #expect(found.previous?.since == 0 && found.previous?.isUsable == true)
    }

    @Test func aFewSecondsOfTheOtherKindDoNotEndOne() {
        let found = stretches([(100, bad), (29, .clean), (100, bad)])
        #expect(found.current?.since == 0 && found.current?.seconds == 229)
        #expect(found.current?.unusable == 200)
        #expect(found.previous == nil)
    }

    @Test func secondsThatAreStillSettlingSayNothing() {
        let settling = SignalQuality(score: 0, reasons: [.settling])
        #expect(stretches([(10, settling)]).current == nil)
        #expect(stretches([(10, settling), (5, .clean)]).current?.since == 10)
    }

    @Test func aSecondThatCameBeforeIsNotCountedAgain() {
        var found = stretches([(10, bad)])
        found.process(SecondOfSignal(index: 9, quality: bad))
        #expect(found.current?.seconds == 10)
    }

    private let noisy = SignalQuality(score: 0.1, reasons: [.noise])

    /// Bad for 70 s, twenty minutes of nothing, bad again: the second trouble began behind the gap.
    @Test func aGapEndsAStretch() {
        var stretches = SignalStretches()
        for second in 0..<70 { stretches.process(SecondOfSignal(index: second, quality: noisy)) }
        for second in 1_270..<1_300 {
            stretches.process(SecondOfSignal(index: second, quality: noisy))
        }
        #expect(stretches.current?.since == 1_270)
        #expect(stretches.current?.seconds == 30)
        #expect(stretches.previous == nil)
        #expect(stretches.lastSecond == 1_299)
    }

    /// A few lost seconds do not.
    @Test func aFewLostSecondsDoNot() {
        var stretches = SignalStretches()
        for second in Array(0..<70) + Array(90..<100) {
            stretches.process(SecondOfSignal(index: second, quality: noisy))
        }
        #expect(stretches.current?.since == 0)
        #expect(stretches.current?.seconds == 80)
    }
}
