import Biosignals

/// Which intervals look like artefacts, by thresholds that follow the rhythm.
/// Source: Lipponen & Tarvainen (2019), doi:10.1080/03091902.2019.1640306.
struct ArtefactSigns {
    /// T1: threshold of |ΔRR| at each interval, ms.
    let differenceThreshold: [Double]
    /// Local median of the intervals, ms.
    let median: [Double]
    let limits: RhythmLimits
    private let isFlagged: [Bool]
    private let follows: [Bool]

    /// Slope and offset of the line that tells an ectopic beat from its neighbours (the paper's
    /// c₁ and c₂).
    private static let ectopicSlope = 0.13
    private static let ectopicOffset = 0.17
    /// Times its threshold that an interval may lie off the median.
    private static let medianLimit = 3.0

    /// - Parameter earlier: limits of an earlier state of the draft, taken over; nil to find them.
    init(
        of draft: NNDraft, thresholds: NNEditor.Thresholds, limits earlier: RhythmLimits? = nil
    ) {
        let (rr, follows) = (draft.intervals, draft.follows)
        let difference = Self.differences(rr, follows)
        let limits =
            earlier.map { $0.carried(to: draft) }
            ?? RhythmLimits(of: draft, differences: difference, thresholds: thresholds)
        let (limit, reach, median) = (limits.difference, limits.distance, limits.median)
        let distance = zip(rr, median).map(RhythmLimits.distance)
        let d = rr.indices.map { follows[$0] ? difference[$0] / limit[$0] : 0 }
        isFlagged = rr.indices.map { index in
            Self.isSuspicious(d, at: index)
                || abs(distance[index]) / reach[index] > Self.medianLimit
        }
        differenceThreshold = limit
        self.median = median
        self.limits = limits
        self.follows = follows
    }

    /// ΔRR; across a gap, where there is none, that of the neighbour stands in, so that gaps do not
    /// make the rhythm look calmer.
    private static func differences(_ rr: [Double], _ follows: [Bool]) -> [Double] {
        var differences = rr.indices.map { $0 > 0 && follows[$0] ? rr[$0] - rr[$0 - 1] : 0 }
        for index in rr.indices.dropLast().reversed() where !follows[index] {
            differences[index] = differences[index + 1]
        }
        return differences
    }

    /// The paper's ectopic, long and short patterns of normalised differences.
    private static func isSuspicious(_ d: [Double], at index: Int) -> Bool {
        let here = d[index]
        guard abs(here) > 1 else { return false }
        func at(_ place: Int) -> Double { d.indices.contains(place) ? d[place] : 0 }
        let sign = here > 0 ? 1.0 : -1.0
        let (before, after, second) = (at(index - 1), at(index + 1), at(index + 2))
        let around = max(sign * before, sign * after)
        if around < -ectopicSlope * abs(here) - ectopicOffset { return true }
        return min(sign * after, sign * second) < -1
    }

    /// Flagged intervals with those between them, oldest first; none spans a gap.
    func clusters(_ thresholds: NNEditor.Thresholds) -> [Range<Int>] {
        var clusters: [Range<Int>] = []
        var lastBreak = 0
        for index in isFlagged.indices {
            if !follows[index] { lastBreak = index }
            guard isFlagged[index] else { continue }
            if let last = clusters.last, last.lowerBound >= lastBreak,
                index - last.upperBound < thresholds.clusterGap
            {
                clusters[clusters.count - 1] = last.lowerBound..<(index + 1)
            } else {
                clusters.append(index..<(index + 1))
            }
        }
        return clusters
    }
}
