import Biosignals

/// Skin conductance levels and responses since the windows that are still open began.
struct SkinLog: Sendable {
    var levels: [(second: Int, microsiemens: Double)] = []
    var responses: [(onset: Double, amplitude: Double)] = []

    mutating func removeAll(before time: Double) {
        levels.removeAll { Double($0.second) < time }
        responses.removeAll { $0.onset < time }
    }
}

/// Mean and spread of a slow channel, second by second.
struct SecondMoments: Sendable {
    private struct Moments: Sendable {
        var count = 0.0
        var sum = 0.0
        var squares = 0.0

        mutating func add(_ sample: Double) {
            count += 1
            sum += sample
            squares += sample * sample
        }
    }

    private var seconds: [Int: Moments] = [:]

    mutating func append(_ block: SignalBlock, rate: Double) {
        func second(_ index: Int) -> Int { Int(min(Double(index) / rate, 1e15)) }
        var current = second(block.start)
        var moments = seconds[current] ?? Moments()
        for (offset, sample) in block.samples.enumerated() {
            let next = second(block.start + offset)
            if next != current {
                seconds[current] = moments
                current = next
                moments = seconds[current] ?? Moments()
            }
            moments.add(sample)
        }
        seconds[current] = moments
    }

    func mean(in window: Range<Int>) -> Double? {
        let inside = window.compactMap { seconds[$0] }
        let count = inside.reduce(0) { $0 + $1.count }
        let mean = inside.reduce(0) { $0 + $1.sum } / count
        return mean.isFinite ? mean : nil
    }

    /// Variance within one second; nil without two samples.
    func variance(in second: Int) -> Double? {
        guard let moments = seconds[second], moments.count > 1 else { return nil }
        let mean = moments.sum / moments.count
        return max(0, moments.squares / moments.count - mean * mean)
    }

    mutating func removeAll(before second: Int) {
        seconds = seconds.filter { $0.key >= second }
    }
}

/// Spread of acceleration: the axes may come in separate blocks, so their variances are added
/// instead of the magnitudes formed.
struct MovementLog: Sendable {
    private var axes: [Int: SecondMoments] = [:]

    mutating func append(_ block: SignalBlock, rate: Double) {
        axes[block.channel, default: SecondMoments()].append(block, rate: rate)
    }

    /// Middle over the window's seconds of the standard deviation within a second: a gesture of a
    /// few seconds is no movement about.
    func deviation(in window: Range<Int>) -> Double? {
        var deviations: [Double] = []
        for second in window {
            let variances = axes.keys.sorted().compactMap { axes[$0]?.variance(in: second) }
            guard !variances.isEmpty else { continue }
            let deviation = variances.reduce(0, +).squareRoot()
            if deviation.isFinite { deviations.append(deviation) }
        }
        deviations.sort()
        return deviations.isEmpty ? nil : deviations[deviations.count / 2]
    }

    /// Share of the seconds in which there is a sample.
    func share(of window: Range<Int>) -> Double {
        let seen = window.count { second in
            axes.values.contains { $0.variance(in: second) != nil }
        }
        return window.isEmpty ? 0 : Double(seen) / Double(window.count)
    }

    mutating func removeAll(before second: Int) {
        for axis in axes.keys { axes[axis]?.removeAll(before: second) }
    }
}

/// A board's own motion bit: told when the board comes and when it changes.
struct BoardMotion: Sendable {
    /// From these seconds on it moved, or did not; in order.
    private var changes: [(seconds: Double, isMoving: Bool)] = []
    private var before = false
    /// Since when a board with such a sensor has told.
    private var since: Double?

    mutating func note(_ isMoving: Bool, at seconds: Double) {
        guard seconds >= changes.last?.seconds ?? -.infinity else { return }
        since = since ?? seconds
        changes.append((seconds, isMoving))
    }

    /// Share of the window in which it moved, 0…1; nil where no board would have told.
    func share(in window: Range<Double>) -> Double? {
        guard let since, since <= window.lowerBound, !window.isEmpty else { return nil }
        var (moving, at, sum) = (before, window.lowerBound, 0.0)
        for change in changes {
            let time = min(max(change.seconds, window.lowerBound), window.upperBound)
            if moving { sum += time - at }
            (moving, at) = (change.isMoving, time)
        }
        if moving { sum += window.upperBound - at }
        return sum / (window.upperBound - window.lowerBound)
    }

    mutating func removeAll(before seconds: Double) {
        while let first = changes.first, first.seconds < seconds {
            before = first.isMoving
            changes.removeFirst()
        }
    }
}
