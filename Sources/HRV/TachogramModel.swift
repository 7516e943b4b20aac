import Biosignals

/// How far each interval is from what a fit foretells, and by how much such errors spread there.
///
/// Source: autoregressive interpolation of lost samples, Janssen, Veldhuis & Vries (1986),
/// doi:10.1109/TASSP.1986.1164824.
struct TachogramModel {
    /// Errors that the local spread is taken over: a minute.
    private static let spreadWindow = 61
    /// Fewer errors than this say nothing of a beat.
    private static let errorsMin = 3

    let fit: TachogramFit
    /// The beat that ends each interval, as an interval of the unedited series.
    private let beats: [NNDraft.Beat]
    /// Errors of predicting from the past, ms, and from the future; 0 where there is none.
    private let forward: [Double]
    private let backward: [Double]
    /// Intervals before and after each in the same unbroken run.
    private let depth: [Int]
    private let rest: [Int]
    /// Standard deviation of the errors around each interval, ms.
    private let spread: [Double]

    /// - Parameters:
    ///   - fit: an earlier one that is good enough; nil to make one.
    ///   - floor: the least spread, ms.
    init(of draft: NNDraft, fit earlier: TachogramFit? = nil, floor: Double) {
        let (x, count) = (draft.intervals, draft.count)
        var depth = Array(repeating: 0, count: count)
        var rest = depth
        for index in 1..<max(1, count) where draft.follows[index] {
            depth[index] = depth[index - 1] + 1
        }
        for index in (0..<max(0, count - 1)).reversed() where draft.follows[index + 1] {
            rest[index] = rest[index + 1] + 1
        }
        let fit = earlier ?? TachogramFit(of: draft, depth: depth)
        let order = TachogramFit.order
        var forward = Array(repeating: 0.0, count: count)
        var backward = forward
        var sizes = forward
        var (filter, limit) = (fit.filter(at: 0), TachogramFit.block)
        for index in 0..<count {
            if draft.beats[index].interval >= limit {
                filter = fit.filter(at: draft.beats[index].interval)
                limit = (draft.beats[index].interval / TachogramFit.block + 1) * TachogramFit.block
            }
            guard let filter else { continue }
            let (hasPast, hasFuture) = (depth[index] >= order, rest[index] >= order)
            filter.taps.withUnsafeBufferPointer { taps in
                var (past, future) = (0.0, 0.0)
                if hasPast {
                    for lag in 0...order { past += taps[lag] * (x[index - lag] - filter.centre) }
                }
                if hasFuture {
                    for lag in 0...order { future += taps[lag] * (x[index + lag] - filter.centre) }
                }
                forward[index] = past
                backward[index] = future
                sizes[index] = abs(hasPast ? past : future)
            }
        }
        spread = RunningQuantiles.columns(of: sizes, window: Self.spreadWindow, shares: [0.5])[0]
            .map { max(floor, TachogramFit.normal * $0) }
        self.fit = fit
        beats = draft.beats
        self.forward = forward
        self.backward = backward
        self.depth = depth
        self.rest = rest
    }

    var isEmpty: Bool { fit.isEmpty }

    /// How far an interval is from what those before it and those after it foretell, whichever is the
    /// less, in units of the spread; nil if neither can.
    func strangeness(of index: Int) -> Double? {
        guard fit.filter(at: beats[index].interval) != nil else { return nil }
        let order = TachogramFit.order
        let past = depth[index] >= order ? abs(forward[index]) : nil
        let future = rest[index] >= order ? abs(backward[index]) : nil
        guard let least = [past, future].compactMap({ $0 }).min() else { return nil }
        return least / spread[index]
    }

    /// The errors that the time of a beat bears on: how many, and whether those of predicting from
    /// the past; nil if too few.
    private func reach(ofBeat index: Int, _ length: Int) -> (count: Int, isForward: Bool)? {
        guard rest[index] > 0 else { return nil }
        let order = TachogramFit.order
        let ahead = depth[index] >= order ? min(length, rest[index] + 1) : 0
        let back = rest[index + 1] >= order ? min(length, depth[index] + 2) : 0
        guard max(ahead, back) >= Self.errorsMin else { return nil }
        return ahead >= back ? (ahead, true) : (back, false)
    }

    /// Those errors in units of their spread, and what 1 ms of lateness of the beat adds to them; nil
    /// if there are too few.
    func view(ofBeat index: Int) -> (errors: [Double], pattern: [Double])? {
        guard let pattern = fit.filter(at: beats[index].interval)?.pattern,
            let (count, isForward) = reach(ofBeat: index, pattern.count)
        else { return nil }
        let unit = 1 / spread[index]
        if isForward {
            return (
                (0..<count).map { forward[index + $0] * unit },
                (0..<count).map { pattern[$0] * unit }
            )
        }
        return (
            (0..<count).map { backward[index + 1 - $0] * unit },
            (0..<count).map { -pattern[$0] * unit }
        )
    }

    /// A first look: the deviation of a beat in units of its error, as if errors were normal.
    func score(ofBeat index: Int) -> Double {
        guard let (count, isForward) = reach(ofBeat: index, TachogramFit.patternCount) else {
            return 0
        }
        let first = fit.pattern(at: beats[index].interval)
        var (sum, power) = (0.0, 0.0)
        for lag in 0..<count {
            let value = fit.patterns[first + lag]
            sum += value * (isForward ? forward[index + lag] : backward[index + 1 - lag])
            power += value * value
        }
        return power > 0 ? abs(sum) / (power.squareRoot() * spread[index]) : 0
    }
}
