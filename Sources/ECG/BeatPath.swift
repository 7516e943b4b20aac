import Biosignals

/// The second look: of everything that could be a beat, the sequence that explains a stretch best.
///
/// Each candidate brings its weight, each interval between two that follow one another what its
/// length says; the sequence with the greatest sum is found by dynamic programming.
/// Source: Viterbi (1967), doi:10.1109/TIT.1967.1054010.
struct BeatPath: Sendable {
    private let rules: QRSRules
    private let rate: Double
    private let refractory: Int
    private let reach: Int
    /// Intervals on either side that the local median is taken over.
    private static let neighbours = 8

    init(rate: Hertz, rules: QRSRules) {
        self.rules = rules
        self.rate = rate.value
        refractory = Int(rules.refractory.value * rate.value)
        reach = Int(rules.pathReach.value * rate.value)
    }

    /// - Parameter remembered: candidates of one stretch in the order of their judgement; of two with
    ///   one index the later counts.
    func decide(_ remembered: [QRSCandidate]) -> BeatDecisions {
        let candidates = unique(remembered)
        let intervals = localIntervals(candidates)
        var sums = [Double](repeating: 0, count: candidates.count)
        var before = [Int](repeating: -1, count: candidates.count)
        // The first candidate within reach, and the best end of all beyond it. Time without a beat
        // costs the same before, within and behind a sequence; it is counted from the first sample.
        var oldest = 0
        var far: (sum: Double, place: Int)?
        let pauseCost = rules.pauseCost / median(of: intervals)
        var heaviest: (sum: Double, place: Int)?
        for place in candidates.indices {
            let candidate = candidates[place]
            while oldest < place, candidate.index - candidates[oldest].index > reach {
                let sum = sums[oldest] + pauseCost * Double(candidates[oldest].index)
                if far.map({ sum > $0.sum }) ?? true { far = (sum, oldest) }
                oldest += 1
            }
            // A sequence may begin anywhere, and go on after any pause.
            var (best, from) = (-pauseCost * Double(candidate.index), -1)
            if let far, far.sum - pauseCost * Double(candidate.index) > best {
                (best, from) = (far.sum - pauseCost * Double(candidate.index), far.place)
            }
            for earlier in oldest..<place {
                guard candidate.index - candidates[earlier].index >= refractory else { break }
                let sum =
                    sums[earlier] - cost(candidates[earlier], candidate, median: intervals[place])
                if sum > best { (best, from) = (sum, earlier) }
            }
            sums[place] = best + candidate.weight - rules.pathMin
            before[place] = from
            let end = sums[place] + pauseCost * Double(candidate.index)
            if heaviest.map({ end > $0.sum }) ?? true { heaviest = (end, place) }
        }
        var accepted: [Int] = []
        var next = heaviest?.place ?? -1
        while next >= 0 {
            accepted.append(candidates[next].index)
            next = before[next]
        }
        return BeatDecisions(accepted: accepted.reversed())
    }

    private func median(of intervals: [Double]) -> Double {
        let sorted = intervals.sorted()
        return sorted.isEmpty ? rate : sorted[sorted.count / 2]
    }

    private func unique(_ remembered: [QRSCandidate]) -> [QRSCandidate] {
        let order = remembered.indices.sorted {
            (remembered[$0].index, $0) < (remembered[$1].index, $1)
        }
        var result: [QRSCandidate] = []
        result.reserveCapacity(remembered.count)
        for place in order {
            if result.last?.index == remembered[place].index { result.removeLast() }
            result.append(remembered[place])
        }
        return result
    }

    /// What the step from one beat to the next costs.
    private func cost(_ first: QRSCandidate, _ second: QRSCandidate, median: Double) -> Double {
        let distance = Double(second.index - first.index)
        let share = distance / median
        var cost = rules.earlyCost(share, noise: second.noise)
        if distance < rules.tWaveWithin.value * rate, second.slope < rules.tWaveSlope * first.slope
        {
            cost += rules.tWaveCost
        }
        if share > rules.lateShare {
            cost += rules.lateCost * (min(share, rules.lateShare + 1) - rules.lateShare)
            cost += rules.pauseCost * max(0, share - rules.lateShare - 1)
        }
        return cost
    }

    /// The median RR around each candidate, from the beats that were accepted before.
    private func localIntervals(_ candidates: [QRSCandidate]) -> [Double] {
        let beats = candidates.indices.filter { candidates[$0].isAccepted }
        var result = [Double](repeating: rate, count: candidates.count)
        guard beats.count > 2 else { return result }
        let intervals = zip(beats, beats.dropFirst()).map {
            Double(candidates[$1].index - candidates[$0].index)
        }
        var next = 0
        for place in candidates.indices {
            while next + 1 < beats.count, beats[next] < place { next += 1 }
            let from = max(0, min(next - Self.neighbours, intervals.count - 1))
            let near = intervals[from..<min(intervals.count, next + Self.neighbours)]
                .filter { $0 < 3 * rate }.sorted()
            if !near.isEmpty { result[place] = near[near.count / 2] }
        }
        return result
    }
}
