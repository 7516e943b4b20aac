import Agent
import Biosignals
import Insights
import Settings

extension SessionPipeline.Settings {
    /// What the user has set of the insights.
    mutating func take(_ insights: Settings.InsightSettings) {
        trendHorizon = Seconds(insights.trendHours * 3_600)
        self.insights.stationary.breakMinutes = insights.breakMinutes
        self.insights.stationary.minutesMin = insights.afterMinutes
        self.insights.stationary.remindersMax = insights.remindersMax
        for (name, value) in insights.thresholds {
            // The loader has checked the range; a test holds both lists equal.
            _ = try? self.insights.set(name, to: value)
        }
    }
}
