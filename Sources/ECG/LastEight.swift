/// The last eight values and their median.
struct LastEight: Sendable {
    private var values = InlineArray<8, Double>(repeating: .infinity)
    /// The same in order of size; what is not there yet comes last.
    private var sorted = InlineArray<8, Double>(repeating: .infinity)
    private var next = 0
    private(set) var count = 0

    /// Nil while there is none. Of an even number the mean of the middle two.
    private(set) var median: Double?

    mutating func append(_ value: Double) {
        exchange(values[next], for: value)
        values[next] = value
        next = (next + 1) % 8
        count = min(count + 1, 8)
        median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }

    mutating func removeAll() { self = LastEight() }

    /// What left makes room, and the room moves to where the new value belongs.
    private mutating func exchange(_ old: Double, for new: Double) {
        var place = 0
        while sorted[place] < old { place += 1 }
        while place > 0, sorted[place - 1] > new {
            sorted[place] = sorted[place - 1]
            place -= 1
        }
        while place < 7, sorted[place + 1] < new {
            sorted[place] = sorted[place + 1]
            place += 1
        }
        sorted[place] = new
    }
}
