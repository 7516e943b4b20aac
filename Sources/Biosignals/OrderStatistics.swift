/// Median and quantiles as the field defines them.
package enum OrderStatistics {
    /// The middle value; of an even number the mean of the middle two. Nil of none.
    package static func median(_ values: [Double]) -> Double? {
        median(sorted: values.sorted())
    }

    package static func median(sorted: [Double]) -> Double? {
        guard !sorted.isEmpty else { return nil }
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    /// Linear between order statistics: type 7 of Hyndman & Fan (1996),
    /// doi:10.1080/00031305.1996.10473566. Nil of none.
    ///
    /// - Parameter share: 0…1.
    package static func quantile(_ share: Double, sorted: [Double]) -> Double? {
        guard !sorted.isEmpty else { return nil }
        let place = max(0, min(1, share)) * Double(sorted.count - 1)
        let below = Int(place)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }
}
