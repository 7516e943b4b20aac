/// The person's quietest stretch so far: a low percentile of the last 480 values taken in, eight
/// hours of minutes.
struct QuietBaseline: Sendable {
    static let epochsMax = 480

    private let percentile: Double
    /// In order of arrival, and sorted.
    private var recent: [Double] = []
    private var sorted: [Double] = []
    private var next = 0
    var count: Int { recent.count }

    init(percentile: Double) { self.percentile = percentile }

    mutating func append(_ value: Double) {
        if recent.count < Self.epochsMax {
            recent.append(value)
        } else {
            sorted.remove(at: place(of: recent[next]))
            recent[next] = value
            next = (next + 1) % Self.epochsMax
        }
        sorted.insert(value, at: place(of: value))
    }

    /// How far `value` lies above the baseline; nil while there is none.
    func above(_ value: Double) -> Double? {
        guard !sorted.isEmpty else { return nil }
        return value - sorted[Int(Double(sorted.count - 1) * percentile)]
    }

    /// The first place whose value is not below `value`.
    private func place(of value: Double) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
