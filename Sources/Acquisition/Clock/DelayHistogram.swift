/// Delays of arrivals above the line, for their percentiles: quarter milliseconds up to 100, and
/// one bin for what is later. Old delays fade: at every 4,096 all counts are halved.
struct DelayHistogram: Equatable, Sendable {
    private static let perSecond = 4_000.0
    private var counts = Array(repeating: 0, count: 401)
    private(set) var total = 0

    mutating func add(_ seconds: Double) {
        let bin = Int(max(0, min(400, seconds * Self.perSecond)))
        counts[bin] += 1
        total += 1
        guard total >= 4_096 else { return }
        total = 0
        for bin in counts.indices {
            counts[bin] /= 2
            total += counts[bin]
        }
    }

    /// The upper end of the bin that the share of delays lies in or below, in milliseconds; nil
    /// below 20 delays. Above 100 ms it is 100.
    func percentile(_ share: Double) -> Double? {
        guard total >= 20 else { return nil }
        var sum = 0
        for bin in counts.indices {
            sum += counts[bin]
            if Double(sum) >= share * Double(total) { return Double(min(bin + 1, 400)) / 4 }
        }
        return 100
    }
}
