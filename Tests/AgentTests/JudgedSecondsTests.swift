@testable import Agent
import Reports
import Testing

@Suite struct JudgedSecondsTests {
    private func judged(_ marks: String) -> JudgedSeconds {
        var judged = JudgedSeconds()
        for (second, mark) in marks.enumerated() where mark != " " {
            judged.append(second, isUsable: mark == "+")
        }
        return judged
    }

    @Test func equalVerdictsAreOneRun() {
        let runs = judged("+++--  ++").runs
        #expect(runs.map(\.seconds) == [0..<3, 3..<5, 7..<9])
        #expect(runs.map(\.isUsable) == [true, false, true])
    }

    @Test func columnsCountEverySecondOnce() {
        // Nine seconds in three columns of three: +++, --_, _++.
        let columns = judged("+++--  ++").columns(of: 9, countMax: 3)
        #expect(
            columns == [
                .init(usable: 3, total: 3), .init(usable: 0, total: 2), .init(usable: 2, total: 2),
            ])
        #expect(judged("").columns(of: 0.5) == [.init()])
    }

    @Test func theBestStretchIsUsableAndNearTheMiddle() {
        // The middle of four in twelve begins at 4, where the signal is bad; 6 is the nearest.
        let best = judged("+++++-++++++").best(4, of: 12)
        #expect(best?.start == 6 && best?.isUsable == true)
        let short = judged("++----+++---").best(4, of: 12)
        #expect(short?.start == 6 && short?.isUsable == false)
        #expect(judged("------------").best(4, of: 12) == nil)
    }
}
