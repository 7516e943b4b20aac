import Insights
import Testing

@Suite struct InsightSettingsTests {
    @Test func theDefaultsAreInRange() {
        #expect(InsightSettings().problems.isEmpty)
        #expect(Set(InsightSettings.keys.map(\.name)).count == InsightSettings.keys.count)
    }

    @Test(arguments: InsightSettings.keys.map(\.name))
    func everyKeyIsReadAsItWasSet(_ name: String) throws {
        var settings = InsightSettings()
        let key = try #require(InsightSettings.keys.first { $0.name == name })
        for end in [key.range.lowerBound, key.range.upperBound] {
            try settings.set(name, to: end)
            #expect(key.get(settings) == end)
        }
        for wrong in [key.range.lowerBound - 1, key.range.upperBound + 1, .nan, .infinity] {
            #expect(throws: InsightSettings.Problem.self) { try settings.set(name, to: wrong) }
        }
        #expect(key.get(settings) == key.range.upperBound)
    }

    @Test func anUnknownKeyIsNone() throws {
        var settings = InsightSettings()
        #expect(try settings.set("stationary.colour", to: 1) == nil)
    }

    @Test func aProblemSaysWhatAndWhatMayBe() {
        var settings = InsightSettings()
        settings.stationary.minutesMin = 4
        settings.tact.backOff = 0.5
        #expect(
            settings.problems.map(\.description) == [
                "stationary.after_minutes is 4; it must be from 5 to 480 min. Correct it in the "
                    + "configuration.",
                "quiet.back_off is 0.5; it must be from 1 to 4. Correct it in the configuration.",
            ])
        #expect(throws: InsightSettings.Problem.self) {
            try settings.set("stationary.break_minutes", to: 7.5)
        }
    }

    @Test func aTrendIsJudgedAlikeInBothRules() throws {
        var settings = InsightSettings()
        try settings.set("trend.percent_min", to: 25)
        #expect(settings.trend == settings.stationary.trend)
    }
}
