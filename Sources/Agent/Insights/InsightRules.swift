import Insights

/// The rules of a session, each with its thresholds and what its confidence goes through.
struct InsightRules: Sendable {
    let stationary: StationaryRule
    let trend: TrendRule
    let quality: QualityRule
    let arousal: ArousalRule
    let recovery: RecoveryRule

    init(_ settings: InsightSettings, _ layers: PersonalLayers) {
        var stationary = settings.stationary
        stationary.trend = settings.trend
        self.stationary = StationaryRule(
            settings: stationary,
            model: .jointDraws(breakSteps: stationary.breakSteps)
                .moved(by: layers.layer(of: Insight.Kind.stationary.rawValue)))
        trend = TrendRule(settings: settings.trend)
        quality = QualityRule(settings: settings.quality)
        arousal = ArousalRule(settings: settings.arousal)
        recovery = RecoveryRule(settings: settings.recovery)
    }
}
