/// Counts the pairs of runs of three values that lie within a tolerance of each other, exactly.
///
/// The runs are points of three coordinates. They are numbered along the first, where those within
/// the tolerance of one are neighbours; along each of the other two, they are cut into blocks, and
/// of each block a set of bits says which runs come before it. For each run, the blocks that lie
/// wholly within its tolerance are differences of two such sets and matched 64 runs at a time; the
/// runs of the blocks at the edges are looked at one by one.
/// Time:   N² / 64 short steps of those whose first values match. Memory: 128 bytes a run.
struct MatchingRuns {
    let count: Int

    /// - Parameter starts: where the runs begin.
    init(_ values: RankedValues, starts: [Int]) {
        let first = SortedRuns(values, starts, coordinate: 0)
        let second = RunBlocks(values, starts, coordinate: 1, along: first, other: 2)
        let third = RunBlocks(values, starts, coordinate: 2, along: first, other: 1)
        var count = 0
        for (place, run) in first.order.enumerated() {
            let start = starts[Int(run)]
            // Of two runs the one that comes first along the first value counts the pair.
            let later = place + 1..<first.range(around: values.ranks[start]).upperBound
            guard !later.isEmpty else { continue }
            let seconds = second.sorted.range(around: values.ranks[start + 1])
            let thirds = third.sorted.range(around: values.ranks[start + 2])
            let (whole, also) = (second.wholeBlocks(in: seconds), third.wholeBlocks(in: thirds))
            count += second.matches(in: seconds, outside: whole, later, thirds)
            let blocks = second.span(of: whole)
            guard !blocks.isEmpty else { continue }
            count += third.matches(in: thirds, outside: also, later, blocks)
            if !also.isEmpty { count += second.common(whole, third, also, later) }
        }
        self.count = count
    }
}

/// Runs in the order of one of their values.
private struct SortedRuns {
    /// Numbers of the runs.
    let order: [Int32]
    /// Where each run stands in it.
    let places: [Int32]
    /// For each rank, the places of those that lie within its tolerance.
    private let first: [Int32]
    private let end: [Int32]

    init(_ values: RankedValues, _ starts: [Int], coordinate: Int) {
        let ranks = starts.map { values.ranks[$0 + coordinate] }
        // How many have a lower rank.
        var below = Array(repeating: Int32(0), count: values.end.count + 1)
        for rank in ranks { below[Int(rank) + 1] += 1 }
        for rank in values.end.indices { below[rank + 1] += below[rank] }
        first = values.first.map { below[Int($0)] }
        end = values.end.map { below[Int($0)] }
        var order = Array(repeating: Int32(0), count: starts.count)
        var places = order
        for (run, rank) in ranks.enumerated() {
            order[Int(below[Int(rank)])] = Int32(run)
            places[run] = below[Int(rank)]
            below[Int(rank)] += 1
        }
        (self.order, self.places) = (order, places)
    }

    func range(around rank: Int32) -> Range<Int> { Int(first[Int(rank)])..<Int(end[Int(rank)]) }
}

/// Runs in the order of one of their values, cut into blocks.
private struct RunBlocks {
    private static let blocksMax = 512
    private static let lengthMin = 64

    let sorted: SortedRuns
    /// Of the run at each place, its places along the first value and along the remaining one.
    private let firsts: [Int32]
    private let others: [Int32]
    private let length: Int
    /// Of each block, a bit for every place along the first value: whether the run there comes
    /// before the block.
    private let sets: [UInt64]
    private let words: Int

    init(
        _ values: RankedValues, _ starts: [Int], coordinate: Int, along first: SortedRuns,
        other: Int
    ) {
        let sorted = SortedRuns(values, starts, coordinate: coordinate)
        let rest = SortedRuns(values, starts, coordinate: other)
        firsts = sorted.order.map { first.places[Int($0)] }
        others = sorted.order.map { rest.places[Int($0)] }
        length = max(Self.lengthMin, (starts.count + Self.blocksMax - 1) / Self.blocksMax)
        words = (starts.count + 63) / 64
        var sets: [UInt64] = []
        sets.reserveCapacity((starts.count / length + 1) * words)
        var set = Array(repeating: UInt64(0), count: words)
        for (place, bit) in firsts.enumerated() {
            if place % length == 0 { sets += set }
            set[Int(bit) >> 6] |= 1 << UInt64(bit & 63)
        }
        if firsts.count % length == 0 { sets += set }
        self.sets = sets
        self.sorted = sorted
    }

    func wholeBlocks(in range: Range<Int>) -> Range<Int> {
        let low = (range.lowerBound + length - 1) / length
        return low..<max(low, range.upperBound / length)
    }

    /// Places of some blocks.
    func span(of blocks: Range<Int>) -> Range<Int> {
        blocks.lowerBound * length..<blocks.upperBound * length
    }

    /// Runs at these places, but not in the blocks, that lie in both ranges.
    func matches(
        in range: Range<Int>, outside blocks: Range<Int>, _ first: Range<Int>, _ other: Range<Int>
    ) -> Int {
        if blocks.isEmpty { return matches(at: range, first, other) }
        let span = span(of: blocks)
        return matches(at: range.lowerBound..<span.lowerBound, first, other)
            + matches(at: span.upperBound..<range.upperBound, first, other)
    }

    private func matches(
        at places: Range<Int>, _ first: Range<Int>, _ other: Range<Int>
    ) -> Int {
        let (low, lowest) = (Int32(first.lowerBound), Int32(other.lowerBound))
        let (width, widest) = (UInt32(first.count), UInt32(other.count))
        // Slices, whose bounds are checked once, so that the loop is done several at a time.
        return firsts[places].withUnsafeBufferPointer { firsts in
            others[places].withUnsafeBufferPointer { others in
                var count: UInt32 = 0
                for index in 0..<firsts.count {
                    // Below the range, the difference wraps to a large number.
                    let isIn: UInt32 =
                        UInt32(bitPattern: firsts[index] &- low) < width ? 1 : 0
                    let isAlso: UInt32 =
                        UInt32(bitPattern: others[index] &- lowest) < widest ? 1 : 0
                    count &+= isIn & isAlso
                }
                return Int(count)
            }
        }
    }

    /// Runs in these blocks and in those of the other, at these places along the first value.
    func common(
        _ blocks: Range<Int>, _ other: RunBlocks, _ also: Range<Int>, _ first: Range<Int>
    ) -> Int {
        let (from, to) = (first.lowerBound >> 6, (first.upperBound - 1) >> 6)
        return sets.withUnsafeBufferPointer { sets in
            other.sets.withUnsafeBufferPointer { others in
                let (low, high) = (blocks.lowerBound * words, blocks.upperBound * words)
                let (least, most) = (also.lowerBound * words, also.upperBound * words)
                func both(_ word: Int) -> UInt64 {
                    (sets[low + word] ^ sets[high + word])
                        & (others[least + word] ^ others[most + word])
                }
                // What lies in the words of the two ends, but before or after the places.
                let before = both(from) & ~(UInt64.max << UInt64(first.lowerBound & 63))
                let after = both(to) & ~(UInt64.max >> UInt64(63 - (first.upperBound - 1) & 63))
                var count = -before.nonzeroBitCount - after.nonzeroBitCount
                for word in from...to { count &+= both(word).nonzeroBitCount }
                return count
            }
        }
    }
}
