/// Counts the pairs of runs of two values that lie within a tolerance of each other, exactly.
///
/// A sweep along the first value keeps a tally, by its second value, of the runs whose first lies
/// within the tolerance; each run asks it for those whose second does too: O(N log N).
/// Source: Fenwick (1994), doi:10.1002/spe.4380240306, for the tally.
struct MatchingPairs {
    let count: Int

    /// - Parameter starts: where the runs begin.
    init(_ values: RankedValues, starts: [Int]) {
        let ranks = values.ranks
        let order = Self.sorted(starts, by: ranks, upTo: values.end.count)
        var tally = RankTally(count: values.end.count)
        var (count, oldest) = (0, 0)
        for start in order {
            let first = values.first[Int(ranks[start])]
            while ranks[order[oldest]] < first {
                tally.add(-1, at: Int(ranks[order[oldest] + 1]))
                oldest += 1
            }
            let second = Int(ranks[start + 1])
            count += tally.sum(upTo: Int(values.end[second]))
            count -= tally.sum(upTo: Int(values.first[second]))
            tally.add(1, at: second)
        }
        self.count = count
    }

    /// By the rank of the value each begins with.
    private static func sorted(_ starts: [Int], by ranks: [Int32], upTo count: Int) -> [Int] {
        var next = Array(repeating: 0, count: count + 1)
        for start in starts { next[Int(ranks[start]) + 1] += 1 }
        for rank in 0..<count { next[rank + 1] += next[rank] }
        var sorted = Array(repeating: 0, count: starts.count)
        for start in starts {
            let rank = Int(ranks[start])
            sorted[next[rank]] = start
            next[rank] += 1
        }
        return sorted
    }
}

/// How many of each rank there are, with the sums from the lowest on: both in O(log N).
private struct RankTally {
    private var sums: [Int32]

    init(count: Int) { sums = Array(repeating: 0, count: count + 1) }

    mutating func add(_ change: Int32, at rank: Int) {
        var place = rank + 1
        while place < sums.count {
            sums[place] += change
            place += place & -place
        }
    }

    /// Of the ranks below.
    func sum(upTo rank: Int) -> Int {
        var (place, sum) = (rank, 0)
        while place > 0 {
            sum += Int(sums[place])
            place &= place - 1
        }
        return sum
    }
}
