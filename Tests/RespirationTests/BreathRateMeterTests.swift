import Biosignals
@testable import Respiration
import Testing

@Suite struct BreathRateMeterTests {
    private func run(
        breaths: [(Double, Double)], seconds: some Sequence<Int>, score: Double = 1
    ) -> [RespirationEstimate] {
        var meter = BreathRateMeter()
        for (time, quality) in breaths { meter.append(breathAt: Seconds(time), quality: quality) }
        return seconds.compactMap {
            let quality = SignalQuality(score: score, reasons: score < 1 ? [.motion] : [])
            return meter.process(SecondOfSignal(index: $0, quality: quality))
        }
    }

    private func breaths(every spacing: Double, to end: Double) -> [(Double, Double)] {
        stride(from: 1.0, to: end, by: spacing).map { ($0, 1) }
    }

    @Test func isTheMeanOfTheIntervals() {
        let estimates = run(breaths: breaths(every: 3.75, to: 120), seconds: 0..<120)
        #expect(estimates.map(\.end.value) == (1...30).map { Double(4 * $0) })
        // 60 / 3.75 = 16, as soon as there are three intervals: 1 + 3 · 3.75 < 16 s.
        for estimate in estimates.dropFirst(3) { #expect(estimate.rate.value == 16) }
        #expect(estimates[1].rate.unavailable?.code == "tooFewIntervals")
        #expect(estimates.allSatisfy { $0.source == .direct && $0.quality == .clean })
    }

    @Test func unusableSecondsHaveNoRate() {
        let estimates = run(breaths: breaths(every: 4, to: 80), seconds: 0..<80, score: 0.3)
        #expect(estimates.allSatisfy { $0.rate.value == nil && $0.quality.reasons == [.motion] })
    }

    @Test func breathsThatCannotBeTrustedAreLeftOut() {
        var doubtful = breaths(every: 4, to: 80)
        doubtful.append((30, 0.1))
        doubtful.sort { $0.0 < $1.0 }
        let estimates = run(breaths: doubtful, seconds: 0..<80)
        #expect(estimates.last?.rate.value == 15)
    }

    @Test func noIntervalIsTakenAcrossAGap() {
        var torn = breaths(every: 4, to: 40)
        torn += breaths(every: 4, to: 30).map { ($0.0 + 47, $0.1) }
        let estimates = run(breaths: torn, seconds: Array(0..<40) + Array(46..<76))
        // 37 to 48 would be one interval of 11 s.
        #expect(estimates.last?.rate.value == 15)
        #expect(estimates.last?.quality.reasons == [.gap])
    }
}
