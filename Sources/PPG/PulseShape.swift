import Biosignals
import DSP

/// Foot, mid-point and peak of one pulse, to a fraction of a sample, on the low-passed PPG.
///
/// Source: foot by intersecting tangents (the horizontal through the minimum before the upstroke,
///         the tangent at its steepest point), Chiu et al. (1991),
///         doi:10.1016/0002-8703(91)90210-T; mid-point at half the height of the upstroke, the
///         reference point of Charlton et al. (2022), doi:10.1088/1361-6579/ac826d.
struct PulseShape: Sendable {
    /// Where on the signal a pulse is, in samples of it, and how high.
    struct Landmarks: Sendable, Equatable {
        var top: Int
        var peak: Double
        var midpoint: Double
        var foot: Double
        /// The lowest sample before the upstroke.
        var trough: Int
        var footLevel: Double
        var peakLevel: Double
        /// False for a pulse whose upstroke was not seen: its foot and mid-point are no measures.
        var hasUpstroke: Bool

        var amplitude: Double { abs(peakLevel - footLevel) }
    }

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

    /// The pulse with its summit at `top`, which does not begin before `earliest`.
    func landmarks(
        of signal: SampleHistory, top: Int, after earliest: Int, sign: Double
    ) -> Landmarks {
        let peak = vertex(of: signal, at: top)
        let begin = max(earliest, signal.oldest)
        var pulse = Landmarks(
            top: top, peak: peak, midpoint: (peak + Double(begin)) / 2, foot: Double(begin),
            trough: begin, footLevel: signal[begin], peakLevel: signal[top], hasUpstroke: false)
        guard let (steepest, slope) = upstroke(of: signal, before: top, after: begin, sign: sign)
        else { return pulse }
        let start = max(begin, steepest - 1 - footReach)
        guard start < steepest else { return pulse }
        pulse.trough = start
        for index in start..<steepest where sign * signal[index] <= sign * signal[pulse.trough] {
            pulse.trough = index
        }
        pulse.footLevel = signal[pulse.trough]
        let middle = sign * (signal[steepest] + signal[steepest - 1]) / 2
        let crossing = Double(steepest) - 0.5 - (middle - sign * pulse.footLevel) / slope
        pulse.foot = min(max(Double(pulse.trough), crossing), peak)
        pulse.midpoint = midpoint(of: signal, pulse, steepest: steepest, sign: sign)
        pulse.hasUpstroke = true
        return pulse
    }

    /// `top` with its fraction: the vertex of the parabola through it and its neighbours.
    private func vertex(of signal: SampleHistory, at top: Int) -> Double {
        guard top > signal.oldest, top + 1 < signal.count else { return Double(top) }
        let (left, middle, right) = (signal[top - 1], signal[top], signal[top + 1])
        let bend = left - 2 * middle + right
        guard bend != 0 else { return Double(top) }
        return Double(top) + max(-0.5, min(0.5, (left - right) / (2 * bend)))
    }

    /// The sample that ends the steepest rise to `top`, and that rise; nil if nothing rises to it.
    private func upstroke(
        of signal: SampleHistory, before top: Int, after begin: Int, sign: Double
    ) -> (index: Int, slope: Double)? {
        let first = max(begin, top - upstrokeMax) + 1
        guard first <= top else { return nil }
        var (steepest, slope) = (top, 0.0)
        var last = signal[first - 1]
        for index in first...top {
            let next = signal[index]
            let rise = sign * (next - last)
            if rise > slope { (steepest, slope) = (index, rise) }
            last = next
        }
        return slope > 0 ? (steepest, slope) : nil
    }

    /// Where the upstroke passes half its height, between two samples on a straight line.
    private func midpoint(
        of signal: SampleHistory, _ pulse: Landmarks, steepest: Int, sign: Double
    ) -> Double {
        let half = sign * (pulse.footLevel + pulse.peakLevel) / 2
        var right = steepest
        while right < pulse.top, sign * signal[right] < half { right += 1 }
        while right - 1 > pulse.trough, sign * signal[right - 1] >= half { right -= 1 }
        let (low, high) = (sign * signal[right - 1], sign * signal[right])
        guard high > low else { return Double(right) }
        return Double(right) - max(0, min(1, (high - half) / (high - low)))
    }
}
