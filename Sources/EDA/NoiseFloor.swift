/// How much white noise there is in a smooth signal, from what a straight line through each three
/// samples leaves: responses bend the signal too, so a low quantile is followed, not the mean.
///
/// Input:  any unit, one sample at a time. Output: the noise's SD in that unit, 0 before the third.
/// Delay:  about 10 s to follow a change of two; it grows and falls by a factor per sample.
struct NoiseFloor: Sendable {
    /// 30 % of the distances of white noise are below 0.385 SD.
    private static let quantile = 0.3
    private static let quantileOfNormal = 0.385
    private static let pace = 0.05
    /// Samples in which the first steps, which are larger, become small.
    private static let settling = 10.0
    /// Below the last digit of any device, µS.
    private static let least = 1e-5

    private var before = 0.0
    private var last = 0.0
    private var count = 0
    private var seen = 0
    private var level = 0.0

    var deviation: Double { level / Self.quantileOfNormal }

    mutating func process(_ sample: Double) {
        count += 1
        defer { (before, last) = (last, sample) }
        guard count > 2 else { return }
        let distance = abs(sample - 2 * last + before) / 6.0.squareRoot()
        seen += 1
        if level == 0 { level = max(distance, Self.least) }
        let pace = max(Self.pace, Self.settling / (Self.settling + Double(seen)))
        let isBelow = distance < level
        let step = isBelow ? 1 - (1 - Self.quantile) * pace : 1 + Self.quantile * pace
        level = max(level * step, Self.least)
    }

    mutating func interrupt() { count = 0 }
}
