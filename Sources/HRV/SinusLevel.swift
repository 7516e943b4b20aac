import RealModule

/// The sinus rhythm around each interval, seen through the ectopic beats: its level and its spread.
///
/// Input:  intervals of one unbroken stretch, and how far each beat is believed to be normal.
/// Output: ms, and the deviation of the intervals' logarithms from it, per interval.
/// The level is the running median of what is as long as a cycle: an interval between two normal beats,
/// or the mean of the two intervals beside one ectopic beat, which its pause makes whole.
struct SinusLevel {
    /// Median of the absolute deviation to the standard deviation, for the normal distribution.
    private static let toDeviation = 1.48
    /// Fewer cycles than this are too few to be the rhythm.
    private static let cyclesMin = 5

    private(set) var level: [Double]
    private(set) var spread: [Double]

    /// Nothing known of the beats: the median of the means of neighbouring intervals, which bigeminy and
    /// trigeminy leave alone.
    init(of rr: [Double], model: EctopicModel) {
        let means = rr.indices.map { $0 > 0 ? (rr[$0] + rr[$0 - 1]) / 2 : rr[$0] }
        level = RunningQuantiles.values(
            of: means, window: model.levelWindow, shares: [model.blindShare]
        )
        .map { $0[0] }
        let off = zip(means, level).map { abs(Double.log($0 / $1)) }
        spread = RunningQuantiles.values(of: off, window: model.spreadWindow, shares: [0.5])
            .map { min(model.spreadMax, Self.toDeviation * $0[0]) }
    }

    /// - Parameter ectopic: whether the beat that ends each interval is held to be ectopic; the beat
    ///   that begins the first is normal.
    init(of rr: [Double], ectopic: [Bool], fallback: SinusLevel, model: EctopicModel) {
        func isEctopic(_ index: Int) -> Bool { index >= 0 && ectopic[index] }
        var values: [Double] = []
        var places: [Int] = []
        for index in rr.indices {
            if !isEctopic(index), !isEctopic(index - 1) {
                values.append(rr[index])
            } else if !isEctopic(index), isEctopic(index - 1), !isEctopic(index - 2), index > 0 {
                values.append((rr[index] + rr[index - 1]) / 2)
            } else {
                continue
            }
            places.append(index)
        }
        guard values.count >= Self.cyclesMin else {
            self = fallback
            return
        }
        let medians = RunningQuantiles.values(
            of: values, window: model.levelWindow, shares: [model.levelShare]
        ).map { $0[0] }
        let off = zip(values, medians).map { abs(Double.log($0 / $1)) }
        let spreads = RunningQuantiles.values(
            of: off, window: model.spreadWindow, shares: [0.5]
        ).map { min(model.spreadMax, Self.toDeviation * $0[0]) }
        level = fallback.level
        spread = fallback.spread
        var next = 0
        for index in rr.indices {
            while next + 1 < places.count, places[next + 1] <= index { next += 1 }
            level[index] = medians[next]
            spread[index] = spreads[next]
        }
    }
}
