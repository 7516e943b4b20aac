import Biosignals
import Foundation
import Insights
import TestKit
import Testing

@Suite struct TrendFindingTests {
    /// Five-minute windows whose RMSSD falls from 45 to 30 ms in `count` steps, with a little noise.
    private func windows(_ count: Int, from first: Double = 45, to last: Double = 30)
        -> [TrendWindow]
    {
        var generator = SeededGenerator(seed: 5)
        return (0..<count).map { index in
            let share = Double(index) / Double(max(1, count - 1))
            let noise = Double.random(in: -0.05...0.05, using: &generator)
            return TrendWindow(
                window: (300 * Double(index))..<(300 * Double(index + 1)),
                lnRMSSD: log(first) + share * log(last / first) + noise, heartRate: 64, usable: 1,
                isStationary: true)
        }
    }

    @Test func aClearDeclineIsToldWithItsSize() throws {
        let finding = try #require(TrendFinding(windows: windows(24)))
        #expect(finding.direction == .declining)
        // 45 → 30 ms is −33 %.
        expect(finding.percent, isClose: -33, within: 5)
        #expect(finding.interval90.upperBound < 0)
        #expect(finding.span == 0..<7_200)
    }

    @Test func noChangeIsNoTrend() throws {
        let finding = try #require(TrendFinding(windows: windows(24, from: 40, to: 40)))
        #expect(finding.direction == .none)
    }

    @Test func tooLittleToSayAnything() {
        #expect(TrendFinding(windows: windows(5)) == nil)
        #expect(TrendFinding(windows: []) == nil)
    }

    @Test func movingAndUnusableWindowsDoNotCount() {
        let moving = windows(24).map {
            TrendWindow(
                window: $0.window, lnRMSSD: $0.lnRMSSD, heartRate: $0.heartRate, usable: 1,
                isStationary: false)
        }
        let unusable = windows(24).map {
            TrendWindow(
                window: $0.window, lnRMSSD: $0.lnRMSSD, heartRate: $0.heartRate, usable: 0.7,
                isStationary: true)
        }
        #expect(TrendFinding(windows: moving) == nil)
        #expect(TrendFinding(windows: unusable) == nil)
    }
}
