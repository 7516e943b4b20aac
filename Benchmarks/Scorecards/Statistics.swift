import Foundation

/// The few statistics that several tables share.
enum Statistics {
    /// Nearest rank; nil of nothing.
    static func percentile(_ percent: Double, of values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let rank = (percent / 100 * Double(sorted.count)).rounded(.up)
        return sorted[min(sorted.count - 1, max(0, Int(rank) - 1))]
    }

    static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// With N − 1.
    static func deviation(_ values: [Double]) -> Double? {
        guard values.count > 1, let mean = mean(values) else { return nil }
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(values.count - 1)).squareRoot()
    }

    static func rootMeanSquare(_ values: [Double]) -> Double? {
        mean(values.map { $0 * $0 })?.squareRoot()
    }

    /// How often a value of `high` is above one of `low`; ties count half.
    static func areaUnderCurve(high: [Double], low: [Double]) -> Double? {
        guard !high.isEmpty, !low.isEmpty else { return nil }
        let all =
            (high.map { ($0, true) } + low.map { ($0, false) }).sorted { $0.0 < $1.0 }
        var (rankSum, start) = (0.0, 0)
        while start < all.count {
            var end = start
            while end < all.count, all[end].0 == all[start].0 { end += 1 }
            let rank = Double(start + end + 1) / 2
            rankSum += rank * Double(all[start..<end].count { $0.1 })
            start = end
        }
        let count = Double(high.count)
        return (rankSum - count * (count + 1) / 2) / (count * Double(low.count))
    }

    /// Successive differences, root mean square.
    static func rmssd(_ intervals: [Double]) -> Double? {
        rootMeanSquare(zip(intervals.dropFirst(), intervals).map { $0 - $1 })
    }
}
