import Biosignals
import Respiration
import TestKit
import Testing

@Suite struct RespirationEstimateChoiceTests {
    private func estimate(
        _ source: RespirationEstimate.Source, _ rate: Double?, score: Double
    ) -> RespirationEstimate {
        RespirationEstimate(
            source: source, start: 0, end: 60,
            rate: rate.map { .value(PerMinute($0)) }
                ?? .unavailable(.poorSignal(usable: score, needed: 0.5)),
            quality: SignalQuality(score: score, reasons: [.noise]))
    }

    @Test func agreeingRatesAreAveragedByQuality() {
        let fused = RespirationEstimate.fused(
            estimate(.ecg, 12, score: 0.9), estimate(.ppg, 14, score: 0.6))
        // (12 · 0.9 + 14 · 0.6) / 1.5 = 12.8
        expect(fused.rate.value?.value ?? 0, isClose: 12.8, within: 1e-12)
        #expect(fused.source == .ecgAndPPG)
        #expect(fused.quality.score == 0.9)
    }

    @Test func ratesThatDisagreeAreNone() {
        let fused = RespirationEstimate.fused(
            estimate(.ecg, 12, score: 0.9), estimate(.ppg, 17, score: 0.6))
        #expect(fused.rate.value == nil)
        #expect(!fused.quality.isUsable)
        #expect(fused.quality.reasons == [.detectorsDisagree, .noise])
    }

    @Test func theOnlyUsableOneIsTaken() {
        let (good, bad) = (estimate(.ppg, 15, score: 0.7), estimate(.ecg, nil, score: 0.3))
        #expect(RespirationEstimate.fused(bad, good) == good)
        #expect(RespirationEstimate.fused(good, bad) == good)
    }

    @Test func theChestItselfWinsWhereItIsUsable() {
        let (direct, derived) = (estimate(.direct, 11, score: 0.6), estimate(.ecg, 15, score: 1))
        let still = estimate(.direct, nil, score: 0.1)
        #expect(RespirationEstimate.best(direct: direct, derived: derived) == direct)
        #expect(RespirationEstimate.best(direct: still, derived: derived) == derived)
        #expect(RespirationEstimate.best(direct: nil, derived: derived) == derived)
        #expect(RespirationEstimate.best(direct: still, derived: nil) == still)
        #expect(RespirationEstimate.best(direct: nil, derived: nil) == nil)
    }

    @Test func aTimelineCanBeMoved() {
        let moved = estimate(.direct, 11, score: 0.6).moved(by: 40)
        #expect(moved.start == 40 && moved.end == 100 && moved.centre == 70)
    }
}
