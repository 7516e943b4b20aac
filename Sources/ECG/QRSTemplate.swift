import Biosignals
import DSP

/// The running mean of the QRS complexes, 90 ms to either side of the R peak.
///
/// A complex is compared at its parabolic peak and up to two samples beside it; the best agreement
/// gives the correlation and, by a parabola through three of them, a finer R time. Complexes enter
/// the mean at their parabolic peak, so the refinement cannot drift away from it.
/// Source: Pearson correlation as in Orphanidou et al. (2015), doi:10.1109/JBHI.2014.2338351.
struct QRSTemplate: Sendable {
    struct Agreement: Sendable {
        var correlation: Double
        /// From the place asked about to the place of best agreement, samples; nil if that lies
        /// beyond the search.
        var shift: Double?
    }

    private static let reach: Seconds = 0.09
    private static let lagMax = 2
    /// A complex that agrees less than this does not enter the mean.
    static let correlationMin = 0.66
    private static let memory = 10.0
    /// After so many strangers in a row the mean starts again.
    private static let strangersMax = 8

    private let half: Int
    private var mean: [Double]
    private var beat: [Double]
    private var count = 0.0
    private var strangers = 0

    init(rate: Hertz) {
        half = max(3, Int((Self.reach.value * rate.value).rounded()))
        mean = Array(repeating: 0, count: 2 * half + 1)
        beat = Array(repeating: 0, count: 2 * (half + Self.lagMax) + 1)
    }

    /// Nil for the first complex, which there is nothing to compare with.
    mutating func compare(_ signal: SampleHistory, at position: Double) -> Agreement? {
        read(signal, around: position)
        guard count > 0 else {
            learn()
            return nil
        }
        var scores = SIMD8<Double>(repeating: -1)
        var best = 0
        for lag in 0...(2 * Self.lagMax) {
            scores[lag] = correlation(lag: lag)
            if scores[lag] > scores[best] { best = lag }
        }
        let agreement = Agreement(
            correlation: scores[best], shift: shift(best: best, scores: scores))
        if agreement.correlation >= Self.correlationMin {
            learn()
        } else {
            strangers += 1
            if strangers > Self.strangersMax {
                count = 0
                learn()
            }
        }
        return agreement
    }

    private func shift(best: Int, scores: SIMD8<Double>) -> Double? {
        guard best > 0, best < 2 * Self.lagMax else { return nil }
        let (left, middle, right) = (scores[best - 1], scores[best], scores[best + 1])
        let bend = left - 2 * middle + right
        let vertex = bend < 0 ? max(-0.5, min(0.5, (left - right) / (2 * bend))) : 0
        return Double(best - Self.lagMax) + vertex
    }

    private mutating func learn() {
        strangers = 0
        count = min(count + 1, Self.memory)
        let share = 1 / count
        for index in mean.indices {
            mean[index] += (beat[index + Self.lagMax] - mean[index]) * share
        }
    }

    /// The complex around a place between two samples, by the cubic through the four nearest, its
    /// mean taken off.
    private mutating func read(_ signal: SampleHistory, around position: Double) {
        let whole = position.rounded(.down)
        let part = position - whole
        let first = Int(whole) - half - Self.lagMax
        var sum = 0.0
        for index in beat.indices {
            let place = first + index
            let (a, b) = (signal[place - 1], signal[place])
            let (c, d) = (signal[place + 1], signal[place + 2])
            let bend = 2 * a - 5 * b + 4 * c - d + part * (3 * (b - c) + d - a)
            beat[index] = b + 0.5 * part * (c - a + part * bend)
            sum += beat[index]
        }
        let level = sum / Double(beat.count)
        for index in beat.indices { beat[index] -= level }
    }

    private func correlation(lag: Int) -> Double {
        var (sumX, sumY, squaresX, squaresY, products) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for index in mean.indices {
            let (x, y) = (mean[index], beat[index + lag])
            sumX += x
            sumY += y
            squaresX += x * x
            squaresY += y * y
            products += x * y
        }
        let count = Double(mean.count)
        let spread = (squaresX - sumX * sumX / count) * (squaresY - sumY * sumY / count)
        guard spread > 0 else { return 0 }
        let value = (products - sumX * sumY / count) / spread.squareRoot()
        return value.isFinite ? max(-1, min(1, value)) : 0
    }
}
