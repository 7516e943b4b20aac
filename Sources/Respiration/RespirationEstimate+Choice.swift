import Biosignals

/// Which of several estimates of one stretch to believe.
extension RespirationEstimate {
    /// Two rates further apart than this are not of the same breathing.
    /// Source: Karlen et al. (2013), doi:10.1109/TBME.2013.2246160.
    private static let differenceMax: PerMinute = 4

    /// One estimate from two derived ones, of an ECG and of a PPG, of the same stretch: their mean
    /// by quality where they agree, nothing where both are usable and do not, else the better.
    public static func fused(_ first: Self, _ second: Self) -> Self {
        let better = first.quality.score >= second.quality.score ? first : second
        guard let one = first.rate.value?.value, let other = second.rate.value?.value else {
            return better
        }
        let weights = (first.quality.score, second.quality.score)
        var fused = better
        fused.source = first.source == second.source ? first.source : .ecgAndPPG
        fused.start = min(first.start, second.start)
        fused.end = max(first.end, second.end)
        if abs(one - other) <= differenceMax.value {
            let sum = one * weights.0 + other * weights.1
            fused.rate = .value(PerMinute(sum / (weights.0 + weights.1)))
        } else {
            // What the better has over the other, which is less than half.
            let score = abs(weights.0 - weights.1) / 2
            let others = better.quality.reasons.filter { $0 != .detectorsDisagree }
            fused.quality = SignalQuality(score: score, reasons: [.detectorsDisagree] + others)
            fused.rate = .unavailable(
                .poorSignal(usable: score, needed: SignalQuality.usableMin))
        }
        return fused
    }

    /// Of one stretch: the chest's own movement where it is usable, else what beats say, else why
    /// there is nothing; nil only if there was neither.
    public static func best(direct: Self?, derived: Self?) -> Self? {
        if let direct, direct.rate.value != nil { return direct }
        if let derived, derived.rate.value != nil { return derived }
        return direct ?? derived
    }
}
