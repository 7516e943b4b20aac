import Biosignals
import Insights
import Testing

@Suite struct NumberFormTests {
    private func text(_ value: Double, _ form: NumberForm) -> String {
        let claim = Claim(
            id: "c1", quantity: "any", value: value, unit: "1", interval95: nil, window: 0..<1,
            channels: [])
        let sentence: Sentence = "\(claim, form)"
        return sentence.text
    }

    @Test(arguments: [
        (181.0, NumberForm.duration, "3 hours 1 minute"), (60, .duration, "1 hour"),
        (1, .duration, "1 minute"), (0, .duration, "0 minutes"),
        (181, .roundedDuration, "3 hours"), (55, .roundedDuration, "1 hour"),
        (10, .minuteLong, "10-minute"), (-15.4, .change, "-15%"), (15.5, .change, "+16%"),
        (0.2, .change, "0%"), (90, .percent, "90 %"), (450, .count, "450"),
        (3.25, .decimal, "3.3"), (-0.04, .decimal, "0.0"), (-3.25, .decimal, "-3.3"),
        (12, .rate, "12 a minute"), (38_520, .clockTime, "10:42"), (38_579.9, .clockTime, "10:42"),
        (-60, .clockTime, "23:59"), (86_400, .clockTime, "00:00"), (7_560, .elapsed, "2:06:00"),
        (-5, .elapsed, "0:00:00"), (0.846, .probability, "0.85"), (0.05, .probability, "0.05"),
    ])
    func numbersInWords(_ value: Double, _ form: NumberForm, _ expected: String) {
        #expect(text(value, form) == expected)
    }

    @Test(arguments: NumberForm.allCases)
    func anyNumberHasAText(_ form: NumberForm) {
        for value in [0, -1, 1e300, -1e300, .leastNonzeroMagnitude] {
            #expect(!text(value, form).isEmpty)
        }
    }
}
