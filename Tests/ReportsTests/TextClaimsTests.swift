import Reports
import Testing

@Suite struct TextClaimsTests {
    /// A number and the ends of its interval have the same digits, those of the insights' sentences.
    @Test(
        arguments: [
            (61.0, "min", 58.34...63.91, "61 min (95 %: 58 to 64)"),
            (60.6, "min", nil, "61 min"), (-15, "%", -24.2 ... -6.1, "-15 % (95 %: -24 to -6)"),
            (42.317, "ms", 38.04...47.66, "42.3 ms (95 %: 38.0 to 47.7)"),
            (5, "1/min", 3.21...7.44, "5.0 1/min (95 %: 3.2 to 7.4)"),
            (0.85, "1", 0.8...0.912, "0.85 (95 %: 0.80 to 0.91)"), (450, "1", nil, "450"),
            (0.134, "uS/min", nil, "0.134 uS/min"),
            (61, "min", 60.8...61.3, "61 min (95 %: 60.8 to 61.3)"),
            (61, "min", 61...61, "61 min (95 %: 61 to 61)"), (.nan, "min", nil, "— min"),
        ] as [(Double, String, ClosedRange<Double>?, String)])
    func aClaim(
        _ value: Double, _ unit: String, _ interval: ClosedRange<Double>?, _ text: String
    ) {
        #expect(Text.claim(value, unit: unit, interval95: interval) == text)
    }

    @Test func roundingInTheBriefFormIsSaid() {
        #expect(Text.inBrief(60, of: 61) == ", to the nearest 10 in brief: 60 min")
        #expect(Text.inBrief(60, of: 60).isEmpty)
        #expect(Text.inBrief(nil, of: 61).isEmpty)
    }

    @Test func aConfidenceThatCannotBeHigherSaysSo() {
        #expect(Text.confidenceKind("calibrated", of: 0.95) == "calibrated, capped")
        #expect(Text.confidenceKind("calibrated", of: 0.949) == "calibrated")
        #expect(Text.confidenceKind("uncalibrated-model", of: nil) == "uncalibrated-model")
    }
}
