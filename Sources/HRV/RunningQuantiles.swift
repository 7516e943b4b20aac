/// Quantiles over a window centred on each value, cut short at the ends of the series.
enum RunningQuantiles {
    /// For each value, the quantile at each share, 0…1, interpolated between neighbours.
    static func values(of series: [Double], window: Int, shares: [Double]) -> [[Double]] {
        let columns = columns(of: series, window: window, shares: shares)
        return series.indices.map { index in columns.map { $0[index] } }
    }

    /// For each share, its quantile at each value.
    static func columns(of series: [Double], window: Int, shares: [Double]) -> [[Double]] {
        let (half, count) = (max(0, window / 2), series.count)
        var sorted = Array(repeating: 0.0, count: 2 * half + 2)
        var filled = 0
        for value in series.prefix(half) { insert(value, into: &sorted, &filled) }
        // One flat table: nested arrays are slow to write to.
        var table = Array(repeating: 0.0, count: count * shares.count)
        for index in 0..<count {
            if index + half < count, index > half {
                exchange(series[index - half - 1], for: series[index + half], in: &sorted, filled)
            } else if index + half < count {
                insert(series[index + half], into: &sorted, &filled)
            } else if index > half {
                remove(series[index - half - 1], from: &sorted, &filled)
            }
            for column in shares.indices {
                table[column * count + index] = quantile(shares[column], of: sorted, filled)
            }
        }
        return shares.indices.map { Array(table[($0 * count)..<(($0 + 1) * count)]) }
    }

    @inline(__always)
    private static func quantile(_ share: Double, of sorted: [Double], _ filled: Int) -> Double {
        let place = share * Double(filled - 1)
        let below = Int(place)
        let above = min(below + 1, filled - 1)
        return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }

    private static func insert(_ value: Double, into sorted: inout [Double], _ filled: inout Int) {
        var place = filled
        while place > 0, sorted[place - 1] > value {
            sorted[place] = sorted[place - 1]
            place -= 1
        }
        sorted[place] = value
        filled += 1
    }

    private static func remove(_ value: Double, from sorted: inout [Double], _ filled: inout Int) {
        let place = place(of: value, in: sorted, filled)
        guard place < filled, sorted[place] == value else { return }
        for index in (place + 1)..<max(place + 1, filled) { sorted[index - 1] = sorted[index] }
        filled -= 1
    }

    /// One out, one in; only what lies between the two moves.
    private static func exchange(
        _ old: Double, for new: Double, in sorted: inout [Double], _ filled: Int
    ) {
        sorted.withUnsafeMutableBufferPointer { sorted in
            func place(_ value: Double) -> Int {
                var (low, length) = (0, filled)
                while length > 1 {
                    let half = length / 2
                    low += sorted[low + half - 1] < value ? half : 0
                    length -= half
                }
                return low
            }
            guard old != new, let base = sorted.baseAddress else { return }
            var low = place(old)
            guard sorted[low] == old else { return }
            // The first that is not smaller than the new one, or the last.
            var high = place(new)
            if new > old {
                if sorted[high] >= new { high -= 1 }
                (base + low).update(from: base + low + 1, count: high - low)
                low = high
            } else {
                (base + high + 1).update(from: base + high, count: low - high)
                low = high
            }
            sorted[low] = new
        }
    }

    /// Index of the first element that is not smaller.
    private static func place(of value: Double, in sorted: [Double], _ filled: Int) -> Int {
        var (low, high) = (0, filled)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
