import Biosignals
import Insights
import Testing
import TestKit

struct ArousalEvidenceTests {
    private func minute(
        _ index: Int, responses: Int, heartRate: Double, slope: Double = 0
    ) -> ArousalWindow {
        ArousalWindow(
            window: 60 * Double(index)..<60 * Double(index + 1), state: .still,
            skin: ArousalSkin(
                usable: 1, amplitudes: Array(responses, 0.1),
                levels: (0..<60).map { ($0, 2 + slope * (Double($0) - 29.5) / 60) }),
            heart: ArousalHeart(usable: 1, heartRate: PerMinute(heartRate), channel: .ppg))
    }

    /// 30 minutes of 2 responses and heart rate 60, 5 minutes of 8 and 70. The first ten minutes are
    /// the electrodes'. Rates 40 / 5 = 8 and 40 / 20 = 2 a minute; √8 − √2 = √2. Both counts are the
    /// same from minute to minute, so their spread is Poisson's: √(0.25 / 5 + 0.25 / 20) = 0.25, and
    /// √2 ± 1.96 · 0.25 is 0.9242 to 1.9042. Amplitudes 0.1 µS: 0.8 µS a minute; each of 40 has its
    /// share of 1 / √40 in the error of the sum: exp(±1.96 / √40) = 0.7335 and 1.3633.
    @Test func byHand() throws {
        let windows =
            (0..<30).map { minute($0, responses: 2, heartRate: 60) }
            + (30..<35).map { minute($0, responses: 8, heartRate: 70, slope: 0.1) }
        let evidence = try #require(ArousalEvidence(ArousalHistory(windows)))
        #expect(evidence.window == 1_800..<2_100)
        #expect(evidence.usualSkinMinutes == 20)
        #expect(evidence.usualHeartMinutes == 30)
        let rise = try #require(evidence.rootRateRise)
        expect(rise.value, isClose: 2.0.squareRoot(), within: 1e-12)
        expect(rise.interval95.lowerBound, isClose: 0.924_2, within: 1e-4)
        expect(rise.interval95.upperBound, isClose: 1.904_2, within: 1e-4)
        let amplitude = try #require(evidence.amplitude)
        expect(amplitude.value, isClose: 0.8, within: 1e-12)
        expect(amplitude.interval95.lowerBound, isClose: 0.8 * 0.733_5, within: 1e-4)
        expect(amplitude.interval95.upperBound, isClose: 0.8 * 1.363_3, within: 1e-4)
        // 0.1 µS/min on a level of 2: 5 % a minute.
        expect(try #require(evidence.slopeRise).value, isClose: 0.05, within: 1e-12)
        expect(try #require(evidence.heartRateRise).value, isClose: 10, within: 1e-12)
        #expect(evidence.heartChannel == .ppg)
        #expect(evidence.warming == nil)
    }

    /// Exact limits of a Poisson count of 10 are 4.795 and 18.391, of 0 the upper one is 3.689.
    @Test func limitsOfARateAreNearTheExactOnes() throws {
        let windows =
            (0..<30).map { minute($0, responses: 0, heartRate: 60) }
            + (30..<35).map { minute($0, responses: 2, heartRate: 60) }
        let evidence = try #require(ArousalEvidence(ArousalHistory(windows)))
        let now = try #require(evidence.responseRate)
        expect(now.interval95.lowerBound, isClose: 4.795 / 5, within: 0.01)
        expect(now.interval95.upperBound, isClose: 18.391 / 5, within: 0.01)
        let usual = try #require(evidence.usualResponseRate)
        #expect(usual.value == 0)
        #expect(usual.interval95.lowerBound == 0)
        expect(usual.interval95.upperBound, isClose: 3.689 / 20, within: 0.002)
    }

    @Test func oneMinuteOfLostPulsesDoesNotMoveTheHeartRate() throws {
        let windows =
            (0..<30).map { minute($0, responses: 2, heartRate: 60) }
            + (30..<35).map { minute($0, responses: 2, heartRate: $0 == 32 ? 35 : 70) }
        let evidence = try #require(ArousalEvidence(ArousalHistory(windows)))
        expect(try #require(evidence.heartRate).value, isClose: 70, within: 1e-12)
    }
}
