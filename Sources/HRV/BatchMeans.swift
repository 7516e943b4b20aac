/// Variance of the mean of values that depend on their neighbours, by overlapping batch means.
///
/// The means of all batches of b neighbours scatter about the mean of all; what one of them scatters
/// holds every correlation shorter than a batch, and n / b times less is the scatter of the whole
/// mean. Batches are as long as there are of them side by side: b = √n.
/// Source: Meketon & Schmeiser (1984), Proc. Winter Simulation Conf., 227.
enum BatchMeans {
    /// Fewer values than this do not show how they depend on each other.
    static let valuesMin = 4

    /// Squared standard error of the mean; nil with fewer than four values. O(n).
    static func squaredError(of values: [Double]) -> Double? {
        let count = values.count
        guard count >= valuesMin, let mean = TimeDomain.mean(values) else { return nil }
        let batch = length(count)
        var sum = 0.0
        for index in 0..<batch { sum += values[index] - mean }
        var squares = sum * sum
        for index in batch..<count {
            sum += values[index] - values[index - batch]
            squares += sum * sum
        }
        let batches = Double(count - batch + 1) * Double(count - batch)
        let error = squares / (Double(batch) * batches)
        return error.isFinite ? error : nil
    }

    /// What to multiply a squared error by, so that the normal quantile of 95 % serves in place of
    /// Student's: overlapping batches are worth 1.5 · n / b of independent ones.
    static func inflation(_ count: Int) -> Double {
        let freedom = 1.5 * Double(count) / Double(length(count))
        // Student's quantile is 1.96 + 2.4 / ν within 2 % from ν = 4 on.
        let ratio = 1 + 2.4 / 1.96 / max(1, freedom)
        return ratio * ratio
    }

    private static func length(_ count: Int) -> Int {
        max(1, Int(Double(count).squareRoot().rounded()))
    }
}
