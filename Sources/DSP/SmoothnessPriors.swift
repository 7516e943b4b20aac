public import Biosignals
import RealModule

/// Takes the slow trend out of an evenly sampled series by smoothness priors, a high-pass filter
/// without phase and without lost ends.
///
/// Input:  evenly spaced samples, any unit. Output: z = (I − (I + λ²·D₂ᵀ·D₂)⁻¹)·y, same unit and
///         length, D₂ the second differences; `trend` is what was taken out. A straight line is all
///         trend; fewer than three samples are one.
/// Cost:   linear in time and memory: the matrix has five diagonals and is split as L·D·Lᵀ.
/// λ 500 at 4 Hz passes half the power at 0.0355 Hz: see `cutoff(rate:)`.
/// Source: Tarvainen, Ranta-aho & Karjalainen (2002), doi:10.1109/10.979357.
public struct SmoothnessPriors: Equatable, Sendable {
    public let lambda: Double

    /// - Precondition: `lambda` lies in 0…10⁶.
    public init(lambda: Double = 500) {
        precondition((0...1e6).contains(lambda), "A smoothing weight lies in 0…10⁶: \(lambda).")
        self.lambda = lambda
    }

    /// The series without its trend.
    public func detrended(_ samples: [Double]) -> [Double] {
        var result = trend(of: samples)
        for index in samples.indices { result[index] = samples[index] - result[index] }
        return result
    }

    /// (I + λ²·D₂ᵀ·D₂)⁻¹·y
    public func trend(of samples: [Double]) -> [Double] {
        let count = samples.count
        guard count >= 3 else { return samples }
        // A straight line goes through unchanged; what is added to 800 ms of it loses digits.
        let (level, slope) = Self.line(through: samples)
        let weight = lambda * lambda
        // L has 1 on its diagonal; the column below element i holds `first[i]` and `second[i]`.
        var first = [Double](repeating: 0, count: count)
        var second = [Double](repeating: 0, count: count)
        var result = samples
        for index in 0..<count { result[index] -= level + slope * Double(index) }
        var pivot = 0.0
        var pivotBefore = 0.0
        for row in 0..<count {
            var diagonal = 1 + weight * Self.diagonal(row, count)
            var beside = row + 1 < count ? weight * Self.beside(row, count) : 0
            let beyond = row + 2 < count ? weight : 0
            if row > 0 {
                diagonal -= first[row - 1] * first[row - 1] * pivot
                beside -= first[row - 1] * second[row - 1] * pivot
                result[row] -= first[row - 1] * result[row - 1]
            }
            if row > 1 {
                diagonal -= second[row - 2] * second[row - 2] * pivotBefore
                result[row] -= second[row - 2] * result[row - 2]
                // The value two rows up is no longer needed undivided.
                result[row - 2] /= pivotBefore
            }
            first[row] = beside / diagonal
            second[row] = beyond / diagonal
            (pivotBefore, pivot) = (pivot, diagonal)
        }
        result[count - 2] /= pivotBefore
        result[count - 1] /= pivot
        result[count - 2] -= first[count - 2] * result[count - 1]
        for row in stride(from: count - 3, through: 0, by: -1) {
            result[row] -= first[row] * result[row + 1] + second[row] * result[row + 2]
        }
        for index in 0..<count { result[index] += level + slope * Double(index) }
        return result
    }

    /// Through the first and the last sample, as level + slope · index.
    private static func line(through samples: [Double]) -> (level: Double, slope: Double) {
        let last = samples.count - 1
        return (samples[0], (samples[last] - samples[0]) / Double(last))
    }

    /// Frequency whose power is halved, which is where λ²·(2·sin(πf / rate))⁴ is 1 + √2; nil if it
    /// lies beyond half the rate.
    public func cutoff(rate: Hertz) -> Hertz? {
        let quartic = (1 + 2.0.squareRoot()).squareRoot() / lambda
        let sine = quartic.squareRoot() / 2
        return sine < 1 ? Hertz(rate.value / .pi * .asin(sine)) : nil
    }

    /// D₂ᵀ·D₂ on the diagonal: 1, 5, 6, …, 6, 5, 1; of three rows 1, 4, 1.
    private static func diagonal(_ row: Int, _ count: Int) -> Double {
        let differences = min(row, count - 3) - max(0, row - 2)
        // Each second difference a sample takes part in adds 1, or 4 as its middle.
        let isMiddle = row > 0 && row < count - 1
        return Double(differences + 1) + (isMiddle ? 3 : 0)
    }

    /// D₂ᵀ·D₂ beside it: −2, −4, …, −4, −2.
    private static func beside(_ row: Int, _ count: Int) -> Double {
        (row > 0 ? -2 : 0) + (row < count - 2 ? -2 : 0)
    }
}
