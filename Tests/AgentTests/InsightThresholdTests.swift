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

    /// What the settings allow, the rules and a stored session take as well.
    @Test func namedOnesHaveTheSameRanges() throws {
        let ranges: [String: ClosedRange<Double>] = [
            "stationary.after_minutes": 5...480, "stationary.break_minutes": 1...60,
            "stationary.reminders_max": 0...20,
        ]
        #expect(Set(ranges.keys) == named)
        for key in Insights.InsightSettings.keys {
            if let range = ranges[key.name] { #expect(key.range == range, "\(key.name)") }
        }
        for (name, range) in ranges {
            let field = name.split(separator: ".").last.map { "insights.\($0)" } ?? ""
            for (value, isTaken) in [
                (range.lowerBound, true), (range.upperBound, true), (range.upperBound + 1, false),
            ] {
                let loader = SettingsLoader(
                    commandLine: [
                        SettingsArgument(option: "--x", key: field, value: "\(Int(value))")
                    ], environment: [:], filePath: nil, boards: [])
                #expect(((try? loader.load()) != nil) == isTaken, "\(name) \(value)")
            }
        }
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
