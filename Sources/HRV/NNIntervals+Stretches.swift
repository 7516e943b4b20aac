public import Biosignals

extension NNIntervals {
    /// Runs of adjacent intervals, as ranges of indices, oldest first.
    public var stretches: [Range<Int>] {
        var stretches: [Range<Int>] = []
        var start = 0
        for index in 0..<count where index > start && !followsPrevious[index] {
            stretches.append(start..<index)
            start = index
        }
        if start < count { stretches.append(start..<count) }
        return stretches
    }

    /// Seconds from the beat that begins a run to the beat that ends it.
    func duration(of stretch: Range<Int>) -> Double {
        guard !stretch.isEmpty else { return 0 }
        return endSeconds[stretch.upperBound - 1] - endSeconds[stretch.lowerBound]
            + milliseconds[stretch.lowerBound] / 1_000
    }

    /// The run that lasts longest; empty without intervals.
    var longestStretch: Range<Int> {
        stretches.max { duration(of: $0) < duration(of: $1) } ?? 0..<0
    }
}
