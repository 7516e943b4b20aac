import Biosignals

/// Arousal, which is psychophysiological activation, is raised: skin and heart both lie clearly
/// above what is usual for the person. What for is not known, and no emotion or stress is meant.
///
/// Both channels must bear it out on their own, each with a 95 % interval that excludes the usual;
/// the model's probability comes on top. There is no finding of calm.
/// Source: see `ArousalModel`.
public struct ArousalFinding: Equatable, Sendable {
    public let evidence: ArousalEvidence
    public let responseRate: ArousalMeasure
    public let usualResponseRate: ArousalMeasure
    public let heartRateRise: ArousalMeasure
    public let skin: ArousalModel.Score
    public let heart: ArousalModel.Score
    /// The model's, not calibrated; its interval holds the errors of measurement alone.
    public let probability: ArousalMeasure

    public enum Outcome: Equatable, Sendable {
        case raised(ArousalFinding)
        case silent(ArousalSilence)
    }

    /// A pure function of its arguments.
    public static func outcome(
        of evidence: ArousalEvidence?, settings: ArousalSettings = ArousalSettings(),
        model: ArousalModel = ArousalModel()
    ) -> Outcome {
        guard let evidence else { return .silent(.nothingSeen) }
        if let reason = obstacle(evidence, settings) { return .silent(reason) }
        guard let skin = model.skin(evidence), let heart = model.heart(evidence),
            let now = evidence.responseRate, let usual = evidence.usualResponseRate,
            let rise = evidence.heartRateRise, let rootRise = evidence.rootRateRise,
            let probability = model.probability(skin: skin, heart: heart)
        else {
            return .silent(
                .tooLittleUsual(
                    minutes: min(evidence.usualSkinMinutes, evidence.usualHeartMinutes),
                    needed: settings.usualMinutesMin))
        }
        let isSkinRaised = rootRise.interval95.lowerBound > 0 && skin.value > 0
        let isHeartRaised = rise.interval95.lowerBound > 0 && heart.value > 0
        switch (isSkinRaised, isHeartRaised) {
        case (false, false): return .silent(.neitherRaised)
        case (true, false): return .silent(.skinAlone)
        case (false, true): return .silent(.heartAlone)
        case (true, true): break
        }
        guard probability.value >= settings.probabilityMin else {
            return .silent(
                .notSure(probability: probability.value, needed: settings.probabilityMin))
        }
        return .raised(
            ArousalFinding(
                evidence: evidence, responseRate: now, usualResponseRate: usual,
                heartRateRise: rise, skin: skin, heart: heart, probability: probability))
    }

    /// What forbids a judgement whatever the numbers are; the most basic first.
    private static func obstacle(
        _ evidence: ArousalEvidence, _ settings: ArousalSettings
    ) -> ArousalSilence? {
        guard evidence.sawSkin || evidence.sawHeart else { return .nothingSeen }
        guard evidence.sawSkin else { return .noSkin }
        guard evidence.sawHeart else { return .noHeart }
        let look = settings.look.value / 60
        let spent = evidence.minutes
        if let reason = unfit(spent, of: look, settings) { return reason }
        if evidence.activeMinutesBefore > settings.activeBeforeMax {
            return .justActive(minutes: evidence.activeMinutesBefore)
        }
        // Shares of a window may sum to a hair less than they should.
        let slack = 1e-9
        guard spent.skin >= settings.skinShareMin * look - slack else {
            return .skinUnusable(minutes: spent.skin, needed: settings.skinShareMin * look)
        }
        guard spent.heart >= settings.heartShareMin * look - slack else {
            return .heartUnusable(minutes: spent.heart, needed: settings.heartShareMin * look)
        }
        let usual = min(evidence.usualSkinMinutes, evidence.usualHeartMinutes)
        guard usual >= settings.usualMinutesMin - slack else {
            return .tooLittleUsual(minutes: usual, needed: settings.usualMinutesMin)
        }
        if evidence.responderMinutes >= settings.responderMinutesMin - slack,
            Double(evidence.responderCount)
                < settings.responderRateMin.value * evidence.responderMinutes
        {
            return .skinTellsNothing(minutes: evidence.responderMinutes)
        }
        if let warming = evidence.warming, warming > settings.warmingMax.value {
            return .warming(degrees: warming)
        }
        if let drift = evidence.drift, drift > settings.driftMax {
            return .drifting(percentPerMinute: 100 * drift)
        }
        return nil
    }

    /// The look was not spent awake, worn and still.
    private static func unfit(
        _ spent: ArousalMinutes, of look: Double, _ settings: ArousalSettings
    ) -> ArousalSilence? {
        let allowed = (1 - settings.skinShareMin) * look + 1e-9
        if spent.notWorn > allowed { return .notWorn }
        if spent.asleep > allowed { return .asleep }
        if spent.moving > allowed { return .moving(minutes: spent.moving) }
        if spent.unknown > allowed { return .movementNotSeen }
        return nil
    }
}
