/// The last eight values and their median.
struct LastEight: Sendable {
    private var values = InlineArray<8, Double>(repeating: .infinity)
    private var next = 0
    private(set) var count = 0

    /// Nil while there is none. Of an even number the mean of the middle two.
    private(set) var median: Double?

    mutating func append(_ value: Double) {
        values[next] = value
        next = (next + 1) % 8
        count = min(count + 1, 8)
        let sorted = sorted
        median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }

    mutating func removeAll() { self = LastEight() }

    private var sorted: InlineArray<8, Double> {
        var sorted = values
        for index in 1..<8 {
            let value = sorted[index]
            var place = index
            while place > 0, sorted[place - 1] > value {
                sorted[place] = sorted[place - 1]
                place -= 1
            }
            sorted[place] = value
        }
        return sorted
    }
}
