import Biosignals

/// Tells a PPG whose pulses point up from one that is upside down.
///
/// A pulse rises faster than it falls, so the slope of an upright PPG is skewed to the right. Every
/// second casts one vote, the skewness of its slopes limited to ±1, so that one step of motion
/// cannot outvote the heart; the sign turns when the fading mean of the votes is clearly on the
/// wrong side, and stays where it is for a symmetrical wave.
/// Source: skewness as a property of good PPG, Elgendi (2016), doi:10.3390/bioengineering3040021.
struct PulsePolarity: Sendable {
    /// Mean vote at which the signal is called upside down; upright PPG lies near +0.8.
    private static let clearlyInverted = -0.4
    private static let votesRemembered = 8
    /// Slopes of a constant signal are below this share of its level.
    private static let roundingShare = 1e-9
    private static let votesMin = 2

    private let votePeriod: Int
    private var count = 0
    private var last = 0.0
    private var squares = 0.0
    private var cubes = 0.0
    private var votes = 0
    private var mean = 0.0
    private(set) var sign = 1.0

    init(rate: Hertz) { votePeriod = max(8, Int(rate.value)) }

    /// Takes the next low-passed sample, as it came.
    mutating func process(_ sample: Double) {
        let slope = count == 0 ? 0 : sample - last
        last = sample
        count += 1
        squares += slope * slope
        cubes += slope * slope * slope
        if count % votePeriod == 0 { vote() }
    }

    private mutating func vote() {
        let power = squares / Double(votePeriod)
        let scale = power * power.squareRoot()
        let skewness = cubes / Double(votePeriod) / scale
        (squares, cubes) = (0, 0)
        // A second that stands still has no vote: its slopes are rounding.
        guard scale > 0, power.squareRoot() > Self.roundingShare * abs(last) else { return }
        votes = min(votes + 1, Self.votesRemembered)
        mean += (max(-1, min(1, skewness)) - mean) / Double(votes)
        if votes >= Self.votesMin, mean * sign < Self.clearlyInverted { sign = -sign }
    }
}
