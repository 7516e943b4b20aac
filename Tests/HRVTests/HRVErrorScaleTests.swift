import RealModule
import TestKit
import Testing

@testable import HRV

@Suite struct HRVErrorScaleTests {
    @Test func byHand() throws {
        let log = try #require(HRVErrorScale.logarithm.interval(around: 20, reach: .log(2)))
        expect(log.lowerBound, isClose: 10, within: 1e-12)
        expect(log.upperBound, isClose: 40, within: 1e-12)
        // Odds 1, halved and doubled: 1/3 and 2/3.
        let logit = try #require(HRVErrorScale.logit.interval(around: 50, reach: .log(2)))
        expect(logit.lowerBound, isClose: 100.0 / 3, within: 1e-12)
        expect(logit.upperBound, isClose: 200.0 / 3, within: 1e-12)
        #expect(HRVErrorScale.identity(lowest: 0).interval(around: 1, reach: 2) == 0...3)
        // The angle of a half is 45°; 15° less and more are sin² 30° = 1/4 and sin² 60° = 3/4 of
        // 99.25 − 0.375 of 98.5.
        let share = try #require(
            HRVErrorScale.arcsine(count: 98).interval(around: 50, reach: .pi / 12))
        expect(share.lowerBound, isClose: 100 * (98.75 / 4 - 0.375) / 98, within: 1e-9)
        expect(share.upperBound, isClose: 100 * (98.75 * 0.75 - 0.375) / 98, within: 1e-9)
    }

    @Test func theRangeIsNotLeft() throws {
        for value in [0.0, 0.4, 50, 99.9, 100] {
            let share = try #require(
                HRVErrorScale.arcsine(count: 250).interval(around: value, reach: 0.5))
            #expect(share.contains(value) && share.lowerBound >= 0 && share.upperBound <= 100)
            #expect(share.lowerBound < share.upperBound)
        }
        #expect(HRVErrorScale.logarithm.interval(around: 0, reach: 1) == nil)
        #expect(HRVErrorScale.logit.interval(around: 100, reach: 1) == nil)
        #expect(HRVErrorScale.arcsine(count: 0).interval(around: 5, reach: 1) == nil)
        for reach in [Double.nan, .infinity, -1] {
            #expect(HRVErrorScale.logarithm.interval(around: 5, reach: reach) == nil)
        }
    }

    @Test func aShiftWidensItsOwnSideOnly() throws {
        let scale = HRVErrorScale.logarithm
        let plain = try #require(scale.interval(around: 10, reach: 0.1))
        let down = try #require(scale.interval(around: 10, reach: 0.1, shift: -0.2))
        #expect(down.upperBound == plain.upperBound)
        expect(down.lowerBound, isClose: 10 * .exp(-0.3), within: 1e-12)
        let up = try #require(scale.interval(around: 10, reach: 0.1, shift: 0.2))
        #expect(up.lowerBound == plain.lowerBound)
        // Nothing but noise: zero is possible; a ratio over nothing has no end.
        #expect(scale.interval(around: 10, reach: 0.1, shift: -.infinity)?.lowerBound == 0)
        #expect(scale.interval(around: 10, reach: 0.1, shift: .infinity) == nil)
        #expect(scale.interval(around: 10, reach: 0.1, shift: .nan) == nil)
        let alpha = HRVErrorScale.identity(lowest: -.infinity)
        #expect(alpha.interval(around: 3, reach: 0.1, shift: -.infinity) == nil)
    }
}
