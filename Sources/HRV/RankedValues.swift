/// A series as ranks, and for each rank those that lie within the tolerance.
///
/// Whether two values differ by strictly less than r is then a comparison of integers, with the
/// same answer for every pair as the subtraction has: rounding is monotone.
struct RankedValues {
    /// For each value its rank among the distinct ones, from 0.
    let ranks: [Int32]
    /// For each rank the first that lies within the tolerance below it, and the first beyond the
    /// tolerance above it.
    let first: [Int32]
    let end: [Int32]

    /// - Precondition: `tolerance` is positive.
    init(_ values: [Double], tolerance: Double) {
        let sorted = values.indices.map { (value: values[$0], index: $0) }
            .sorted { $0.value < $1.value }
        var ranks = Array(repeating: Int32(0), count: values.count)
        var distinct: [Double] = []
        distinct.reserveCapacity(values.count)
        for (value, index) in sorted {
            if distinct.last != value { distinct.append(value) }
            ranks[index] = Int32(distinct.count - 1)
        }
        self.ranks = ranks
        var first = Array(repeating: Int32(0), count: distinct.count)
        var end = first
        var (low, high) = (0, 0)
        for rank in distinct.indices {
            while distinct[rank] - distinct[low] >= tolerance { low += 1 }
            while high < distinct.count, distinct[high] - distinct[rank] < tolerance { high += 1 }
            first[rank] = Int32(low)
            end[rank] = Int32(high)
        }
        self.first = first
        self.end = end
    }
}
