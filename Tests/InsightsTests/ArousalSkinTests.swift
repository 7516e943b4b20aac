import Biosignals
import Insights
import Testing
import TestKit

struct ArousalSkinTests {
    @Test func sumsAndSlopeByHand() throws {
        // 2 µS and 0.01 more each second: 0.6 µS/min, 2.295 in the middle of a minute.
        let skin = ArousalSkin(
            usable: 0.9, amplitudes: [0.3, 0.4],
            levels: (0..<60).map { ($0, 2 + 0.01 * Double($0)) }.reversed())
        #expect(skin.responses == 2)
        expect(skin.amplitudeSum, isClose: 0.7, within: 1e-12)
        expect(skin.amplitudeSquares, isClose: 0.25, within: 1e-12)
        expect(try #require(skin.level), isClose: 2.295, within: 1e-12)
        expect(try #require(skin.levelSlope), isClose: 0.6, within: 1e-9)
    }

    @Test func whatIsNoNumberIsNotSeen() {
        let skin = ArousalSkin(
            usable: .nan, amplitudes: [.nan, .infinity, -1, 0, 0.1],
            levels: [(0, .nan), (1, -.infinity)])
        #expect(skin.usable == 0)
        #expect(skin.responses == 1)
        #expect(skin.level == nil)
        #expect(skin.levelSlope == nil)
        let heart = ArousalHeart(
            usable: .infinity, heartRate: PerMinute(.nan), lnRMSSD: .infinity, channel: .ecg)
        #expect(heart.usable == 0)
        #expect(heart.heartRate == nil)
        #expect(heart.lnRMSSD == nil)
    }

    /// Nineteen seconds are too few for a slope, and one moment has none.
    @Test func aSlopeNeedsTime() {
        let few = ArousalSkin(
            usable: 1, amplitudes: [], levels: (0..<19).map { ($0, 1 + Double($0)) })
        #expect(few.levelSlope == nil)
        let once = ArousalSkin(
            usable: 1, amplitudes: [], levels: Array(repeating: (7, 1.0), count: 30))
        #expect(once.levelSlope == nil)
    }
}
