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
        level = Self.quantile(model.blindShare, of: means, model.levelWindow)
        spread = Self.spread(of: means, around: level, model)
    }

    /// - Parameter ectopic: whether the beat that ends each interval is held to be ectopic; the beat
    ///   that begins the first is normal.
    init(of rr: [Double], ectopic: [Bool], fallback: SinusLevel, model: EctopicModel) {
        func isEctopic(_ index: Int) -> Bool { index >= 0 && ectopic[index] }
        var values: [Double] = []
        var places: [Int] = []
        values.reserveCapacity(rr.count)
        places.reserveCapacity(rr.count)
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
        let medians = Self.quantile(model.levelShare, of: values, model.levelWindow)
        let spreads = Self.spread(of: values, around: medians, model)
        level = fallback.level
        spread = fallback.spread
        var next = 0
        for index in rr.indices {
            while next + 1 < places.count, places[next + 1] <= index { next += 1 }
            level[index] = medians[next]
            spread[index] = spreads[next]
        }
    }

    private static func spread(
        of values: [Double], around level: [Double], _ model: EctopicModel
    ) -> [Double] {
        let off = values.indices.map { abs(Double.log(values[$0] / level[$0])) }
        return quantile(0.5, of: off, model.spreadWindow)
            .map { min(model.spreadMax, toDeviation * $0) }
    }

    private static func quantile(
        _ share: Double, of values: [Double], _ window: Int
    ) -> [Double] {
        RunningQuantiles.columns(of: values, window: window, shares: [share])[0]
    }
}
