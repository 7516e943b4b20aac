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
}
