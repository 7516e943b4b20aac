/// Ways to cut a stream of `count` samples: whole, one by one, uneven primes, and halves. A
/// processor must give the same output for each.
public func chunkings(of count: Int) -> [[Range<Int>]] {
    [
        cut(count, by: [max(count, 1)]), cut(count, by: [1]), cut(count, by: [7, 1, 64, 13, 2]),
        cut(count, by: [max(count / 2, 1)]),
    ]
}

private func cut(_ count: Int, by sizes: [Int]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    var turn = 0
    while start < count {
        let end = min(start + sizes[turn % sizes.count], count)
        ranges.append(start..<end)
        start = end
        turn += 1
    }
    return ranges
}
