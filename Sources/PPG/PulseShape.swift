import Biosignals
import DSP

/// Peak and foot of one pulse, to a fraction of a sample, on the low-passed PPG.
///
/// Source: foot by intersecting tangents (the horizontal through the minimum before the upstroke,
///         the tangent at its steepest point), Chiu et al. (1991),
///         doi:10.1016/0002-8703(91)90210-T.
struct PulseShape: Sendable {
    private static let peakReach: Seconds = 0.1
    private static let upstrokeMax: Seconds = 0.45
    private static let footReach: Seconds = 0.3

    private let peakReach: Int
    private let upstrokeMax: Int
    private let footReach: Int

    init(rate: Hertz) {
        func count(_ time: Seconds) -> Int { max(1, Int((time.value * rate.value).rounded())) }
        peakReach = count(Self.peakReach)
        upstrokeMax = count(Self.upstrokeMax)
        footReach = count(Self.footReach)
    }

    /// The sample at the top of the hill that `index` lies on, no further than the reach away.
    func summit(of signal: SampleHistory, near index: Int, sign: Double) -> Int {
        var top = index
        while top - index < peakReach, top + 1 < signal.count,
            sign * signal[top + 1] > sign * signal[top]
        {
            top += 1
        }
        while index - top < peakReach, top > signal.oldest,
            sign * signal[top - 1] > sign * signal[top]
        {
            top -= 1
        }
        return top
    }

    /// `top` with its fraction: the vertex of the parabola through it and its neighbours.
    func vertex(of signal: SampleHistory, at top: Int) -> Double {
        guard top > signal.oldest, top + 1 < signal.count else { return Double(top) }
        let (left, middle, right) = (signal[top - 1], signal[top], signal[top + 1])
        let bend = left - 2 * middle + right
        guard bend != 0 else { return Double(top) }
        return Double(top) + max(-0.5, min(0.5, (left - right) / (2 * bend)))
    }

    /// Where the pulse with its summit at `top` begins, not before `earliest`, and its level
    /// there; nil if nothing rises to the summit.
    func foot(
        of signal: SampleHistory, before top: Int, after earliest: Int, sign: Double
    ) -> (position: Double, level: Double)? {
        let first = max(earliest, top - upstrokeMax, signal.oldest) + 1
        guard first <= top else { return nil }
        var (steepest, slope) = (top, 0.0)
        for index in first...top {
            let rise = sign * (signal[index] - signal[index - 1])
            if rise > slope { (steepest, slope) = (index, rise) }
        }
        guard slope > 0 else { return nil }
        let start = max(earliest, steepest - 1 - footReach, signal.oldest)
        guard start <= steepest - 1 else { return nil }
        var (lowest, level) = (start, sign * signal[start])
        for index in start...(steepest - 1) where sign * signal[index] <= level {
            (lowest, level) = (index, sign * signal[index])
        }
        let middle = sign * (signal[steepest] + signal[steepest - 1]) / 2
        let crossing = Double(steepest) - 0.5 - (middle - level) / slope
        return (max(Double(lowest), crossing), sign * level)
    }
}
