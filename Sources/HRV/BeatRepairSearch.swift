import Biosignals

/// Tries every single edit of a cluster of suspicious intervals against leaving it alone.
struct BeatRepairSearch {
    private let draft: NNDraft
    private let signs: ArtefactSigns
    private let cluster: Range<Int>
    /// The unbroken run around the cluster that the cost looks at.
    private let around: Range<Int>
    private let thresholds: NNEditor.Thresholds

    /// Intervals on either side of a cluster that its cost includes.
    private static let margin = 3
    private static let editCost = 1.0
    private static let insertedMax = 3

    init(
        draft: NNDraft, signs: ArtefactSigns, cluster: Range<Int>,
        thresholds: NNEditor.Thresholds
    ) {
        self.draft = draft
        self.signs = signs
        self.cluster = cluster
        self.thresholds = thresholds
        var (low, high) = (cluster.lowerBound, cluster.upperBound)
        while low > 0, draft.follows[low], cluster.lowerBound - low < Self.margin { low -= 1 }
        while high < draft.count, draft.follows[high], high - cluster.upperBound < Self.margin {
            high += 1
        }
        around = low..<high
    }

    /// The cheapest edit if it saves enough; nil if the intervals are best left alone.
    var best: BeatRepair? {
        let before = cost(replacing: around.lowerBound..<around.lowerBound, by: [])
        var best: BeatRepair?
        func consider(
            _ action: BeatRepair.Action, _ range: Range<Int>, _ replacement: [Double],
            reluctance: Double = 0
        ) {
            guard replacement.allSatisfy({ $0 >= thresholds.shortest.value }) else { return }
            let after = cost(replacing: range, by: replacement) + Self.editCost + reluctance
            guard before - after > thresholds.savingMin, after < best?.costAfter ?? .infinity
            else { return }
            best = BeatRepair(
                range: range, action: action, costBefore: before, costAfter: after)
        }
        for index in max(around.lowerBound, cluster.lowerBound - 1)..<cluster.upperBound
        where index + 1 < around.upperBound {
            // The beat between this interval and the next.
            let pair = index..<(index + 2)
            let sum = draft.intervals[index] + draft.intervals[index + 1]
            consider(
                .move(by: sum / 2 - draft.intervals[index]), pair, [sum / 2, sum / 2])
            let median = signs.median[index]
            if abs(sum - median) <= thresholds.mergedTolerance * median {
                consider(.remove, pair, [sum], reluctance: reluctance(toRemove: index))
            }
        }
        for index in cluster {
            for inserted in 1...Self.insertedMax {
                let share = draft.intervals[index] / Double(inserted + 1)
                let pieces = Array(repeating: share, count: inserted + 1)
                consider(
                    .insert(pieces), index..<(index + 1), pieces,
                    reluctance: reluctance(toInsertInto: index))
            }
        }
        return best
    }

    /// What the detector knew against taking a beat out, in the unit of the cost.
    private func reluctance(toRemove index: Int) -> Double {
        let beat = draft.beats[index]
        guard beat.inserted == nil, let evidence = draft.rr.evidence[beat.interval] else {
            return 0
        }
        var reluctance = 0.0
        if evidence.isConfirmed == false { reluctance += thresholds.unconfirmed }
        if let fit = evidence.templateCorrelation {
            if fit < thresholds.poorFitMax { reluctance += thresholds.unconfirmed }
            if fit > thresholds.goodFitMin, evidence.isConfirmed != false {
                reluctance += thresholds.confirmed
            }
        }
        return reluctance
    }

    /// Where the signal was poor a beat is missed more easily.
    private func reluctance(toInsertInto index: Int) -> Double {
        let quality = draft.rr.quality[draft.beats[index].interval]
        return quality < thresholds.goodQualityMin ? thresholds.unconfirmed : 0
    }

    /// Σ|ΔRR| / T1 around the cluster, with some of its intervals replaced.
    private func cost(replacing range: Range<Int>, by replacement: [Double]) -> Double {
        let threshold = signs.differenceThreshold[(cluster.lowerBound + cluster.upperBound) / 2]
        var (sum, last) = (0.0, Double?.none)
        func add(_ interval: Double) {
            if let last { sum += abs(interval - last) }
            last = interval
        }
        for index in around.lowerBound..<range.lowerBound { add(draft.intervals[index]) }
        for interval in replacement { add(interval) }
        for index in range.upperBound..<around.upperBound { add(draft.intervals[index]) }
        return sum / threshold
    }
}
