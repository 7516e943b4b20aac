/// Counts the pairs of runs of three values that lie within a tolerance of each other, exactly,
/// without looking at every pair.
///
/// The runs are points of three coordinates, laid along a Z-order curve and cut into leaves; above
/// the leaves stands a binary tree of bounding boxes. Two boxes wholly within, or somewhere beyond,
/// the tolerance of each other settle all their pairs at once; only where two leaves straddle it
/// are their points compared.
/// Source: Gray & Moore (2000), "N-Body" problems in statistical learning, for counting by pairs of
///         boxes; Morton (1966), A computer oriented geodetic data base, for the curve.
struct MatchingRuns {
    /// One coordinate of each point of a leaf.
    private typealias Lanes = SIMD16<Int32>

    private struct Leaf {
        var x = Lanes(repeating: nothing)
        var y = Lanes(repeating: nothing)
        var z = Lanes(repeating: nothing)
    }

    /// Extremes of x, y and z, as ranks, and for both the first rank beyond their tolerance.
    private struct Box {
        var low = SIMD4<Int32>(repeating: .max)
        var lowEnd = SIMD4<Int32>(repeating: .max)
        var high = SIMD4<Int32>(repeating: 0)
        var highEnd = SIMD4<Int32>(repeating: 0)
        var count = 0

        mutating func formUnion(_ other: Box) {
            low = pointwiseMin(low, other.low)
            lowEnd = pointwiseMin(lowEnd, other.lowEnd)
            high = pointwiseMax(high, other.high)
            highEnd = pointwiseMax(highEnd, other.highEnd)
            count += other.count
        }

        /// Some coordinate of every pair of points lies beyond the tolerance.
        func isBeyond(_ other: Box) -> Bool {
            ((low &- other.highEnd) & (other.low &- highEnd)).max() >= 0
        }

        /// Every coordinate of every pair lies within it.
        func isWithin(_ other: Box) -> Bool {
            ((high &- other.lowEnd) & (other.high &- lowEnd)).max() < 0
        }
    }

    /// A rank that matches none, for what the last leaf lacks; half, so that no difference
    /// overflows.
    private static let nothing = Int32.max / 2

    private let values: RankedValues
    private let leaves: [Leaf]
    /// Boxes of the leaves, then of pairs of them, and so on to the one around all.
    private let levels: [[Box]]

    /// - Parameter starts: where the runs begin.
    init(_ values: RankedValues, starts: [Int]) {
        self.values = values
        let runs = Self.alongCurve(starts, values.ranks)
        var leaves: [Leaf] = []
        var boxes: [Box] = []
        for (place, run) in runs.enumerated() {
            let lane = place % Lanes.scalarCount
            if lane == 0 {
                leaves.append(Leaf())
                boxes.append(Box())
            }
            let point = SIMD4(values.ranks[run], values.ranks[run + 1], values.ranks[run + 2], 0)
            leaves[leaves.count - 1].x[lane] = point[0]
            leaves[leaves.count - 1].y[lane] = point[1]
            leaves[leaves.count - 1].z[lane] = point[2]
            let end = SIMD4(
                values.end[Int(point[0])], values.end[Int(point[1])], values.end[Int(point[2])], 1)
            boxes[boxes.count - 1].formUnion(
                Box(low: point, lowEnd: end, high: point, highEnd: end, count: 1))
        }
        self.leaves = leaves
        var levels = [boxes]
        while boxes.count > 1 {
            boxes = stride(from: 0, to: boxes.count, by: 2).map { left in
                var box = boxes[left]
                if left + 1 < boxes.count { box.formUnion(boxes[left + 1]) }
                return box
            }
            levels.append(boxes)
        }
        self.levels = levels
    }

    /// Runs whose three ranks are alike come to lie near one another.
    private static func alongCurve(_ starts: [Int], _ ranks: [Int32]) -> [Int] {
        let spread = ranks.map { Self.spread(UInt64($0)) }
        return starts.map { start in
            let place = spread[start] << 2 | spread[start + 1] << 1 | spread[start + 2]
            return (place: place, start: start)
        }.sorted { $0.place < $1.place }.map(\.start)
    }

    /// Puts two zeros before each of the 21 lowest bits.
    private static func spread(_ value: UInt64) -> UInt64 {
        var bits = value & 0x1F_FFFF
        bits = (bits | bits << 32) & 0x001F_0000_0000_FFFF
        bits = (bits | bits << 16) & 0x001F_0000_FF00_00FF
        bits = (bits | bits << 8) & 0x100F_00F0_0F00_F00F
        bits = (bits | bits << 4) & 0x10C3_0C30_C30C_30C3
        return (bits | bits << 2) & 0x1249_2492_4924_9249
    }

    var count: Int { leaves.isEmpty ? 0 : pairs(within: 0, level: levels.count - 1) }

    private func pairs(within node: Int, level: Int) -> Int {
        if level == 0 {
            // Compared with itself, a leaf has every pair twice and each point with itself.
            return (matches(node, node) - levels[0][node].count) / 2
        }
        let (left, right) = (2 * node, 2 * node + 1)
        var count = pairs(within: left, level: level - 1)
        if right < levels[level - 1].count {
            count += pairs(within: right, level: level - 1)
            count += pairs(between: left, right, level: level - 1)
        }
        return count
    }

    private func pairs(between left: Int, _ right: Int, level: Int) -> Int {
        let (a, b) = (levels[level][left], levels[level][right])
        if a.isBeyond(b) { return 0 }
        if a.isWithin(b) { return a.count * b.count }
        if level == 0 { return matches(left, right) }
        let below = levels[level - 1].count
        var count = 0
        for child in 2 * left..<min(2 * left + 2, below) {
            for other in 2 * right..<min(2 * right + 2, below) {
                count += pairs(between: child, other, level: level - 1)
            }
        }
        return count
    }

    /// Points of one leaf with those of another that they match.
    private func matches(_ left: Int, _ right: Int) -> Int {
        let (one, other) = (leaves[left], leaves[right])
        // Less one for each that does not match: a difference below zero has its sign bit set, and
        // the arithmetic shift makes −1 of it.
        var unmatched = Lanes()
        let count = levels[0][left].count
        for lane in 0..<count {
            unmatched &+=
                (beyond(other.x, of: one.x[lane]) | beyond(other.y, of: one.y[lane])
                    | beyond(other.z, of: one.z[lane])) &>> 31
        }
        return count * Lanes.scalarCount + Int(unmatched.wrappedSum())
    }

    /// Below zero where a rank lies beyond the tolerance of another.
    @inline(__always)
    private func beyond(_ ranks: Lanes, of rank: Int32) -> Lanes {
        let (first, last) = (values.first[Int(rank)], values.end[Int(rank)] - 1)
        return (ranks &- Lanes(repeating: first)) | (Lanes(repeating: last) &- ranks)
    }
}
