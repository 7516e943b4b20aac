import TestKit
import Testing

@testable import Trust

@Suite struct TokenRefreshTests {
    private func at(_ second: Int64) -> ClockReading { Family.clock(second) }

    private func held(life: Int64 = 3_600) -> TokenRefresh {
        var refresh = TokenRefresh()
        _ = refresh.handle(
            .issued(id: "a", start: Family.now, expiration: Family.now + life), at: at(0))
        return refresh
    }

    @Test func itAsksAtTwoThirdsOfLife() {
        var refresh = held()
        #expect(refresh.nextTime == Family.now + 2_400)
        #expect(refresh.handle(.tick, at: at(2_399)) == [])
        #expect(refresh.handle(.tick, at: at(2_400)) == [.request])
        #expect(
            refresh.handle(
                .issued(id: "b", start: Family.now + 2_401, expiration: Family.now + 6_001),
                at: at(2_401)) == [.use(id: "b")])
        #expect(refresh.nextTime == Family.now + 2_401 + 2_400)
        #expect(held(life: 100).nextTime == Family.now + 67)
    }

    @Test func itAsksAgainAndStopsAtTheEnd() {
        var refresh = held()
        var asked: [Int64] = []
        for second in 2_400..<3_600 as Range<Int64>
        where refresh.handle(.tick, at: at(second)) == [.request] { asked.append(second) }
        #expect(Array(asked.prefix(6)) == [2_400, 2_405, 2_415, 2_435, 2_475, 2_535])
        #expect(refresh.tokenIdentifier == "a")
        let end = refresh.handle(.tick, at: at(3_600))
        #expect(end.first == .stop(.expired))
        #expect(refresh.tokenIdentifier == nil)
        // It goes on asking.
        #expect(
            (3_601...3_660 as ClosedRange<Int64>).contains {
                refresh.handle(.tick, at: at($0)) == [.request]
            })
    }

    @Test func withoutATokenItAsksAtOnce() {
        var refresh = TokenRefresh()
        #expect(refresh.handle(.tick, at: at(0)) == [.request])
        #expect(refresh.handle(.tick, at: at(4)) == [])
        #expect(refresh.nextTime == Family.now + 5)
    }

    @Test("T8 a revoked token is put down at once; another refusal leaves it")
    func refused() {
        var refresh = held()
        #expect(refresh.handle(.refused(.budgetSpent), at: at(1)) == [])
        #expect(refresh.tokenIdentifier == "a")
        #expect(refresh.handle(.refused(.epochRevoked), at: at(2)) == [.stop(.epochRevoked)])
        #expect(refresh.tokenIdentifier == nil)
        #expect(refresh.handle(.refused(.epochRevoked), at: at(3)) == [])
    }

    @Test("T15 a clock not trusted ends and renews nothing")
    func clock() {
        var refresh = held()
        let wrong = ClockReading(milliseconds: .max / 2, distrust: .stepped)
        #expect(refresh.handle(.tick, at: wrong) == [])
        #expect(refresh.tokenIdentifier == "a")
        #expect(refresh.handle(.tick, at: at(2_400)) == [.request])
    }
}
