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
        var points: [(x: Double, y: Double)] = []
        for scale in scales {
            let fluctuation = fluctuation(of: profile, scale: scale, windows)
            guard fluctuation > 0, fluctuation.isFinite else { return nil }
            points.append((.log(Double(scale)), .log(fluctuation)))
        }
        return steepness(points)
    }

    /// Half overlapping windows whose variance about their line is not over this, ms², are left out,
    /// as NeuroKit leaves them out.
    private static let lineMax = 1e-8

    /// F(n) of a profile with its windows laid as told.
    private static func fluctuation(
        of profile: [Double], scale: Int, _ windows: HRVDefinitions.Fluctuation
    ) -> Double {
        var (squares, count) = (0.0, 0)
        func add(_ window: Range<Int>) {
            squares += squaresAboutLine(profile, window)
            count += window.count
        }
        switch windows {
        case .sideBySide, .sideBySideWithTail:
            for start in stride(from: 0, through: profile.count - scale, by: scale) {
                add(start..<start + scale)
            }
            let tail = profile.count / scale * scale
            if windows == .sideBySideWithTail { add(tail..<profile.count) }
        case .halfOverlapping:
            for start in stride(from: 0, to: profile.count - scale, by: scale / 2) {
                let rest = squaresAboutLine(profile, start..<start + scale)
                // A window that is a line counts as none.
                guard rest > lineMax * Double(scale) else { continue }
                squares += rest
                count += scale
            }
        }
        return count > 0 ? (squares / Double(count)).squareRoot() : 0
    }

    private static func squaresAboutLine(_ profile: [Double], _ window: Range<Int>) -> Double {
        let count = Double(window.count)
        guard window.count > 2 else { return 0 }
        let centre = (count - 1) / 2
        var (sum, moment) = (0.0, 0.0)
        for (offset, index) in window.enumerated() {
            sum += profile[index]
            moment += (Double(offset) - centre) * profile[index]
        }
        let (level, slope) = (sum / count, 12 * moment / (count * (count * count - 1)))
        var squares = 0.0
        for (offset, index) in window.enumerated() {
            let rest = profile[index] - level - slope * (Double(offset) - centre)
            squares += rest * rest
        }
        return squares
    }

    private static func steepness(_ points: [(x: Double, y: Double)]) -> Double {
        let count = Double(points.count)
        let middle = points.reduce((0.0, 0.0)) { ($0.0 + $1.x / count, $0.1 + $1.y / count) }
        var (covariance, variance) = (0.0, 0.0)
        for point in points {
            covariance += (point.x - middle.0) * (point.y - middle.1)
            variance += (point.x - middle.0) * (point.x - middle.0)
        }
        return covariance / variance
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
