import Biosignals

/// The published algorithm, rule by rule.
///
/// Source: Lipponen & Tarvainen (2019), doi:10.1080/03091902.2019.1640306.
/// Differs from NeuroKit 0.2.13, which cannot call an interval long or short by its distance from the
///         median alone, and moves a beat where the paper interpolates its intervals.
struct LipponenTarvainen {
    /// Indices of intervals of a draft, increasing.
    struct Found: Equatable {
        /// The later of the two intervals of an ectopic beat.
        var ectopic: [Int] = []
        var missed: [Int] = []
        /// Ending at a beat too many.
        var extra: [Int] = []
        /// Too long or too short.
        var misplaced: [Int] = []

        var count: Int { ectopic.count + missed.count + extra.count + misplaced.count }
    }

    private static let deviations = 5.2
    private static let deviationWindow = 91
    private static let medianWindow = 11
    private static let slope = 0.13
    private static let offset = 0.17
    private static let medianLimit = 3.0
    /// More rounds than anybody needs.
    private static let roundsMax = 10

    /// Corrects until no fewer artefacts are found.
    static func edit(_ rr: RRIntervals) -> NNDraft {
        var draft = NNDraft(rr)
        var found = find(in: draft)
        for _ in 0..<roundsMax where found.count > 0 {
            var next = draft
            carryOut(found, on: &next)
            next.rebuild()
            let rest = find(in: next)
            draft = next
            if rest.count >= found.count { break }
            found = rest
        }
        return draft
    }

    private static func carryOut(_ found: Found, on draft: inout NNDraft) {
        var odd = Set(found.misplaced)
        for index in found.ectopic { odd.formUnion([index - 1, index]) }
        for index in found.missed + found.extra { odd.remove(index) }
        draft.interpolate(
            odd.filter { draft.intervals.indices.contains($0) }.sorted(), kind: .moved)
        for index in found.missed.reversed() {
            let half = draft.intervals[index] / 2
            draft.insert([half, half], into: index, before: 0, after: 0)
        }
        for index in found.extra.reversed() { draft.remove(index, before: 0, after: 0) }
    }

    static func find(in draft: NNDraft) -> Found {
        let x = draft.intervals
        let median = RunningQuantiles.columns(of: x, window: medianWindow, shares: [0.5])[0]
        let distance = zip(x, median).map { $0 < $1 ? 2 * ($0 - $1) : $0 - $1 }
        let step = x.indices.map { draft.follows[$0] ? x[$0] - x[$0 - 1] : 0 }
        let (reach, limit) = (threshold(distance), threshold(step))
        func ratio(_ value: Double, _ limit: Double) -> Double { limit > 0 ? value / limit : 0 }
        let d = zip(step, limit).map(ratio)
        let m = zip(distance, reach).map(ratio)
        func at(_ index: Int) -> Double { d.indices.contains(index) ? d[index] : 0 }
        var found = Found()
        var index = 0
        while index < x.count {
            defer { index += 1 }
            let here = d[index]
            guard abs(here) > 1 || abs(m[index]) > medianLimit else { continue }
            if isEctopic(here, at(index - 1), at(index + 1)) {
                found.ectopic.append(index)
                continue
            }
            var candidates = [index]
            if index + 1 < x.count, abs(at(index + 1)) < abs(at(index + 2)) {
                candidates.append(index + 1)
            }
            for place in candidates {
                let (own, next, second) = (d[place], at(place + 1), at(place + 2))
                let isLong = own > 1 && min(next, second) < -1
                let isShort = own < -1 && max(next, second) > 1
                let isFar = abs(m[place]) > medianLimit
                guard isLong || isShort || isFar else { continue }
                let hasNext = place + 1 < x.count && draft.follows[place + 1]
                if isShort, hasNext, abs(x[place] + x[place + 1] - median[place]) < reach[place] {
                    found.extra.append(place)
                } else if isLong, abs(x[place] / 2 - median[place]) < reach[place] {
                    found.missed.append(place)
                } else {
                    found.misplaced.append(place)
                }
            }
            index += candidates.count - 1
        }
        return found
    }

    private static func isEctopic(_ here: Double, _ before: Double, _ after: Double) -> Bool {
        here > 1 && max(before, after) < -slope * here - offset
            || here < -1 && min(before, after) > -slope * here + offset
    }

    private static func threshold(_ values: [Double]) -> [Double] {
        let quartiles = RunningQuantiles.columns(
            of: values.map { abs($0) }, window: deviationWindow, shares: [0.25, 0.75])
        return zip(quartiles[0], quartiles[1]).map { deviations * ($1 - $0) / 2 }
    }
}
