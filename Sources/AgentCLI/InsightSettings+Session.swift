import Agent
import Biosignals
import Insights
import Settings

extension SessionPipeline.Settings {
    /// What the user has set of the insights.
    mutating func take(_ insights: InsightSettings) {
        trendHorizon = Seconds(insights.trendHours * 3_600)
        stationary.breakMinutes = insights.breakMinutes
        stationary.minutesMin = insights.afterMinutes
        stationary.remindersMax = insights.remindersMax
    }
}
