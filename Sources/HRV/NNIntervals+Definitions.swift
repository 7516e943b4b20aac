import Biosignals
import DSP

extension NNIntervals {
    /// Most samples of a stretch: more would take longer times than recordings have.
    private static let samplesMax = 4e7

    /// A stretch read off its quadratic spline, from the first end to the first sample at or after the
    /// last.
    func quadratic(_ stretch: Range<Int>, rate: Double) -> [Double]? {
        guard
            let spline = QuadraticSpline(
                x: Array(endSeconds[stretch]), y: Array(milliseconds[stretch]))
        else { return nil }
        let start = endSeconds[stretch.lowerBound]
        let step = 1 / rate
        let count = ((endSeconds[stretch.upperBound - 1] + step - start) / step).rounded(.up)
        guard count < Self.samplesMax else { return nil }
        return spline.values(from: start, step: step, count: Int(count))
    }

    /// The same intervals, each said to follow the one before it.
    var bridged: NNIntervals {
        var bridged = self
        for index in followsPrevious.indices { bridged.followsPrevious[index] = index > 0 }
        return bridged
    }

    /// The same intervals less their slow trend, their mean kept; a stretch too short to have one
    /// loses nothing.
    func detrended(lambda: Double, rate: Double) -> NNIntervals {
        let priors = SmoothnessPriors(lambda: lambda)
        var rest = self
        let level = TimeDomain.mean(milliseconds) ?? 0
        for stretch in stretches {
            let seconds = Array(endSeconds[stretch])
            guard stretch.count >= 4, let first = seconds.first, let last = seconds.last,
                (last - first) * rate < Self.samplesMax,
                let spline = CubicSpline(x: seconds, y: Array(milliseconds[stretch]))
            else { continue }
            let count = Int(((last - first) * rate).rounded(.down)) + 1
            let trend = priors.trend(
                of: spline.values(from: first, step: 1 / rate, count: count))
            for index in stretch {
                // The trend is so slow that a line between its samples follows it.
                let place = (endSeconds[index] - first) * rate
                let before = max(0, min(Int(place), count - 2))
                let share = place - Double(before)
                let value = trend[before] * (1 - share) + trend[before + 1] * share
                rest.milliseconds[index] += level - value
            }
        }
        return rest
    }
}
