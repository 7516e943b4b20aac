import Biosignals

/// Intervals on their way from RR to NN, with the ledger of what was done.
struct NNDraft {
    private(set) var intervals: [Double]
    private(set) var ends: [Double]
    private(set) var follows: [Bool]
    private var edits: [BeatEdit] = []

    var count: Int { intervals.count }

    init(_ rr: RRIntervals) {
        intervals = rr.milliseconds
        ends = rr.endSeconds
        follows = rr.followsPrevious
    }

    /// Leaves out the intervals that `isOut` picks; the ones after them follow nothing.
    mutating func exclude(where isOut: (Int) -> Bool) {
        var kept = 0
        var isBroken = false
        for index in 0..<count {
            if isOut(index) {
                isBroken = true
                edits.append(
                    BeatEdit(kind: .excluded, seconds: ends[index], costBefore: 0, costAfter: 0))
                continue
            }
            intervals[kept] = intervals[index]
            ends[kept] = ends[index]
            follows[kept] = follows[index] && !isBroken
            isBroken = false
            kept += 1
        }
        intervals.removeLast(count - kept)
        ends.removeLast(ends.count - kept)
        follows.removeLast(follows.count - kept)
    }

    /// - Precondition: the repairs touch no interval twice and come in order of time.
    mutating func apply(_ repairs: [BeatRepair]) {
        let old = self
        intervals.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        follows.removeAll(keepingCapacity: true)
        var next = 0
        for repair in repairs {
            keep(next..<repair.range.lowerBound, of: old)
            let start = repair.range.lowerBound
            var end = old.ends[start] - old.intervals[start] / 1_000
            for (offset, interval) in repair.replacement.enumerated() {
                let isLast = offset == repair.replacement.count - 1
                end = isLast ? old.ends[repair.range.upperBound - 1] : end + interval / 1_000
                intervals.append(interval)
                ends.append(end)
                follows.append(offset > 0 || old.follows[start])
            }
            edits.append(repair.edit)
            next = repair.range.upperBound
        }
        keep(next..<old.count, of: old)
    }

    private mutating func keep(_ range: Range<Int>, of old: NNDraft) {
        intervals += old.intervals[range]
        ends += old.ends[range]
        follows += old.follows[range]
    }

    func intervals(beatsTotal: Int) -> NNIntervals {
        NNIntervals(
            endSeconds: ends, milliseconds: intervals, followsPrevious: follows,
            edits: edits.sorted { $0.seconds < $1.seconds }, beatsTotal: beatsTotal)
    }
}
