import RealModule

extension DetrendedFluctuation {
    /// α over the given scales and windows; nil where the series is too short or flat.
    static func alpha(
        _ milliseconds: [Double], _ scales: HRVDefinitions.Scales,
        _ windows: HRVDefinitions.Fluctuation
    ) -> Double? {
        guard let scales = scales.lengths(count: milliseconds.count),
            let shortest = scales.first, let longest = scales.last
        else { return nil }
        if windows == .sideBySide, scales.count == longest - shortest + 1 {
            return alpha(milliseconds, scales: shortest...longest)
        }
        guard shortest >= 3, longest < milliseconds.count,
            let mean = TimeDomain.mean(milliseconds)
        else { return nil }
        var sum = 0.0
        let profile = milliseconds.map { value -> Double in
            sum += value - mean
            return sum
        }
        let lines = ProfileLines(profile, longest: longest)
        var points: [(x: Double, y: Double)] = []
        for scale in scales {
            let fluctuation = fluctuation(of: lines, scale: scale, windows)
            guard fluctuation > 0, fluctuation.isFinite else { return nil }
            points.append((.log(Double(scale)), .log(fluctuation)))
        }
        return slope(points)
    }

    /// Half overlapping windows whose variance about their line is not over this, ms², are left out,
    /// as NeuroKit leaves them out.
    private static let lineMax = 1e-8

    /// F(n) of a profile with its windows laid as told.
    private static func fluctuation(
        of lines: ProfileLines, scale: Int, _ windows: HRVDefinitions.Fluctuation
    ) -> Double {
        let length = lines.samples.count
        var (squares, count) = (0.0, 0)
        func add(_ window: Range<Int>) {
            squares += lines.squaresAboutLine(window)
            count += window.count
        }
        switch windows {
        case .sideBySide, .sideBySideWithTail:
            for start in stride(from: 0, through: length - scale, by: scale) {
                add(start..<start + scale)
            }
            let tail = length / scale * scale
            if windows == .sideBySideWithTail { add(tail..<length) }
        case .halfOverlapping:
            for start in stride(from: 0, to: length - scale, by: scale / 2) {
                let rest = lines.squaresAboutLine(start..<start + scale)
                // A window that is a line counts as none.
                guard rest > lineMax * Double(scale) else { continue }
                squares += rest
                count += scale
            }
        }
        return count > 0 ? (squares / Double(count)).squareRoot() : 0
    }
}

extension HRVDefinitions.Scales {
    /// Window lengths for a series of `count` intervals, rising; nil under two of them.
    func lengths(count: Int) -> [Int]? {
        let lengths: [Int] =
            switch self {
            case .range(let from, let to): Array(from...to)
            case .upToTenth(let from):
                from <= (count + 1) / 10 ? Array(from...(count + 1) / 10) : []
            case .powers(let from, let to): Self.powers(from, to)
            case .powersToQuarter(let from): Self.powers(from, Self.nearestPower(count / 4))
            }
        return lengths.count > 1 ? lengths : nil
    }

    private static func powers(_ from: Int, _ to: Int) -> [Int] {
        var lengths: [Int] = []
        var length = from
        while length <= to {
            lengths.append(length)
            length *= 2
        }
        return lengths
    }

    /// By the logarithm.
    private static func nearestPower(_ value: Int) -> Int {
        guard value > 1 else { return 1 }
        var power = 1
        while Double(power) * 2.0.squareRoot() <= Double(value) { power *= 2 }
        return power
    }
}
