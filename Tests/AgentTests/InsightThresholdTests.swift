import Insights
import Testing

@testable import AgentCLI
@testable import Settings

/// Two rooms that cannot know each other name the same thresholds.
@Suite struct InsightThresholdTests {
    /// These have a property of their own in the settings.
    private let named: Set<String> = [
        "stationary.after_minutes", "stationary.break_minutes", "stationary.reminders_max",
    ]

    @Test func theSettingsHaveEveryThresholdOfTheRules() {
        let ofRules = Set(Insights.InsightSettings.keys.map(\.name))
        #expect(Set(InsightThreshold.all.map(\.name)) == ofRules.subtracting(named))
    }

    @Test func rangesAndDefaultsAreTheSame() throws {
        let standard = Insights.InsightSettings()
        for threshold in InsightThreshold.all {
            let key = try #require(
                Insights.InsightSettings.keys.first { $0.name == threshold.name })
            switch threshold.kind {
            case .flag(let flag):
                #expect(key.range == 0...1 && key.isWhole)
                #expect(key.get(standard) == (flag ? 1 : 0), "\(key.name)")
            case .count(let count, let range):
                #expect(key.isWhole, "\(key.name)")
                #expect(Double(range.lowerBound)...Double(range.upperBound) == key.range)
                #expect(key.get(standard) == Double(count), "\(key.name)")
            case .number(let number, let range):
                #expect(!key.isWhole && range == key.range, "\(key.name)")
                #expect(key.get(standard) == number, "\(key.name)")
            }
        }
    }
}
