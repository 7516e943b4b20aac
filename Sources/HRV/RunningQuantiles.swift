/// Quantiles over a window centred on each value, cut short at the ends of the series.
enum RunningQuantiles {
    /// For each value, the quantile at each share, 0…1, interpolated between neighbours.
    static func values(of series: [Double], window: Int, shares: [Double]) -> [[Double]] {
        let half = max(0, window / 2)
        var sorted: [Double] = []
        sorted.reserveCapacity(2 * half + 1)
        for value in series.prefix(half) { insert(value, into: &sorted) }
        return series.indices.map { index in
            if index + half < series.count { insert(series[index + half], into: &sorted) }
            if index > half { remove(series[index - half - 1], from: &sorted) }
            return shares.map { quantile($0, of: sorted) }
        }
    }

    private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
        let place = share * Double(sorted.count - 1)
        let below = Int(place)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }

    private static func insert(_ value: Double, into sorted: inout [Double]) {
        sorted.insert(value, at: place(of: value, in: sorted))
    }

    private static func remove(_ value: Double, from sorted: inout [Double]) {
        let place = place(of: value, in: sorted)
        if place < sorted.count, sorted[place] == value { sorted.remove(at: place) }
    }

    /// Index of the first element that is not smaller.
    private static func place(of value: Double, in sorted: [Double]) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
