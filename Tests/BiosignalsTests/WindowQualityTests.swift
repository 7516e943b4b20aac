import Biosignals
import Testing

struct WindowQualityTests {
    /// One beat a second from 0.5 s on, 100 samples a second.
    private func beats(_ qualities: [Double]) -> [Fiducial] {
        qualities.enumerated().map { index, quality in
            Fiducial(
                kind: .rPeak, position: 100 * Double(index) + 50, quality: quality,
                evidence: Fiducial.Evidence(amplitude: 1, margin: 2))
        }
    }

    private func window(
        _ from: Double, _ to: Double, _ beats: [Fiducial], _ seconds: [SecondOfSignal] = []
    ) -> WindowQuality {
        WindowQuality(
            from: Seconds(from), to: Seconds(to), beats: beats, seconds: seconds, rate: 100)
    }

    @Test func cleanBeatsMakeACleanWindow() {
        let whole = window(2, 12, beats(Array(repeating: 1, count: 15)))
        #expect(whole == window(3, 5, beats(Array(repeating: 1, count: 15))))
        #expect(abs(whole.score - 1) < 1e-12)
        #expect(whole.allowsSpectra && whole.allowsTimeDomain && whole.reasons.isEmpty)
    }

    @Test func aBadBeatCostsItsTwoIntervals() {
        // Of [2, 12) the bad beat at 5.5 s spoils [4.5, 6.5): 2 of 10 s, worth 0.2 instead of 1.
        var qualities = Array(repeating: 1.0, count: 15)
        qualities[5] = 0.2
        let spoilt = window(2, 12, beats(qualities))
        #expect(abs(spoilt.usableFraction - 0.8) < 1e-12)
        #expect(abs(spoilt.score - (8 + 2 * 0.2) / 10) < 1e-12)
        #expect(!spoilt.allowsSpectra)
        // A window of 1 s inside the spoilt time knows nothing else.
        #expect(window(5, 6, beats(qualities)).usableFraction == 0)
    }

    @Test func timeWithoutBeatsIsNotUsable() {
        // Beats until 4.5 s and from 10.5 s on: of [2, 12) only [2, 4.5) and [10.5, 12) are known.
        let all = beats(Array(repeating: 1, count: 15))
        let pause = Array(all[..<5] + all[10...])
        #expect(abs(window(2, 12, pause).usableFraction - 0.4) < 1e-12)
        #expect(window(2, 12, []).score == 0)
        #expect(window(2, 12, Array(all[..<1])).score == 0)
    }

    @Test func theFirstAndTheLastBeatSpeakForTheirEdges() {
        // The first beat is at 0.5 s and the last at 2.5 s: what lies 1.5 s beyond is not known.
        let few = beats([1, 1, 1])
        #expect(abs(window(0, 1, few).usableFraction - 1) < 1e-12)
        #expect(abs(window(2, 7, few).usableFraction - 0.4) < 1e-12)
        #expect(window(4, 5, few).score == 0)
    }

    @Test func aGoodBeatLeavesTheSecondItsScore() {
        let seconds = (0..<15).map {
            SecondOfSignal(index: $0, quality: SignalQuality(score: 0.8, reasons: []))
        }
        #expect(
            abs(window(2, 12, beats(Array(repeating: 0.6, count: 15)), seconds).score - 0.8) < 1e-12
        )
        // A beat of 0.25 is worth half of what a good one is.
        let poor = window(2, 12, beats(Array(repeating: 0.25, count: 15)), seconds)
        #expect(abs(poor.score - 0.4) < 1e-12)
        #expect(poor.usableFraction == 0)
    }

    @Test func refusedSecondsCountAndSayWhy() {
        let all = beats(Array(repeating: 1, count: 15))
        let seconds = (0..<15).map { index in
            let reasons: [SignalQuality.Reason] = index < 5 ? [.flat] : index == 7 ? [.noise] : []
            return SecondOfSignal(
                index: index,
                quality: SignalQuality(
                    score: index < 5 ? 0 : index == 7 ? 0.9 : 1, reasons: reasons))
        }
        let refused = window(2, 12, all, seconds)
        #expect(abs(refused.usableFraction - 0.7) < 1e-12)
        #expect(refused.reasons == [.flat, .noise])
        #expect(window(8, 12, all, seconds).reasons.isEmpty)
    }
}
