/// How often 95 % intervals held what they speak of, record by record.
struct CoverageTally {
    private(set) var held: [String: (held: Int, count: Int)] = [:]
    /// Half-widths, % of the value.
    private(set) var halfWidths: [Double] = []

    mutating func add(_ record: String, holds: Bool, halfWidth: Double) {
        let so = held[record] ?? (0, 0)
        held[record] = (so.held + (holds ? 1 : 0), so.count + 1)
        halfWidths.append(halfWidth)
    }

    static func += (left: inout CoverageTally, right: CoverageTally) {
        left.held.merge(right.held) { ($0.held + $1.held, $0.count + $1.count) }
        left.halfWidths += right.halfWidths
    }

    /// Intervals of the records that a name belongs to or does not.
    func count(where isIn: (String) -> Bool) -> Int {
        held.reduce(0) { $0 + (isIn($1.key) ? $1.value.count : 0) }
    }

    /// %; nil without an interval.
    func coverage(where isIn: (String) -> Bool) -> Double? {
        let sum = held.filter { isIn($0.key) }.values.reduce((0, 0)) {
            ($0.0 + $1.held, $0.1 + $1.count)
        }
        return sum.1 > 0 ? 100 * Double(sum.0) / Double(sum.1) : nil
    }

    /// The record with the least coverage, of those with so many intervals.
    func worst(
        ofAtLeast count: Int, where isIn: (String) -> Bool
    ) -> (record: String, coverage: Double)? {
        held.filter { isIn($0.key) && $0.value.count >= count }
            .map { ($0.key, 100 * Double($0.value.held) / Double($0.value.count)) }
            .min { ($0.1, $0.0) < ($1.1, $1.0) }
    }
}
