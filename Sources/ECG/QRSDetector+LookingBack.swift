import Biosignals
import DSP

/// Looking back: a pause too long, and learning what a complex is.
extension QRSDetector {
    mutating func scheduleReview(after index: Int) {
        let wait = min(rules.searchBackAfter * typicalInterval, 3 * rate)
        reviewAt = index + Int(wait) + refractory
    }

    /// The best of what was turned down comes back, if the pause up to `now` is too long.
    mutating func searchBack(now: Int, into detections: inout [Detection]) {
        while Double(now - lastBeat) > rules.searchBackAfter * typicalInterval {
            var best: QRSCandidate?
            for candidate in rejected
            where candidate.weight > (best?.weight ?? rules.searchBackMin)
                && candidate.index <= now - refractory && !isTWave(candidate)
            {
                best = candidate
            }
            guard let best else { break }
            accept(best, byLookingBack: true, into: &detections)
        }
    }

    mutating func lookBack(into detections: inout [Detection]) {
        guard decided == nil else { return }
        searchBack(now: now, into: &detections)
        if now - lastBeat > Int(rules.relearnAfter.value * rate) {
            let start = max(lastBeat, now - Int(2 * rules.relearnAfter.value * rate))
            let span = (rejected.last?.index ?? start) - max(start, rejected.first?.index ?? start)
            if span > Int(rules.relearnAfter.value / 2 * rate),
                outstandingCount(since: start) > 2
            {
                learn(since: start, into: &detections)
            }
        }
        if now >= reviewAt { reviewAt = now + Int(0.1 * rate) }
    }

    /// Sets the levels from the candidates since `start` and goes through them again.
    mutating func learn(since start: Int, into detections: inout [Detection]) {
        phase = .tracking
        matched.catchUp(to: now)
        let candidates = rejected
        rejected.removeAll(keepingCapacity: true)
        qrsHeights.removeAll()
        matched.forget()
        evidence = QRSEvidence()
        guard let typical = typicalHeight(of: candidates, since: start) else {
            phase = .learning(since: now)
            return
        }
        for _ in 0..<3 { qrsHeights.append(typical) }
        for candidate in candidates where candidate.height < typical / 2 { learnNoise(candidate) }
        reviewAt = 0
        for var candidate in candidates {
            let likeness = matched.likeness(near: candidate.index - delay)
            candidate.likeness = likeness.value
            candidate.likenessIndex = likeness.index
            judge(candidate, into: &detections)
        }
        scheduleReview(after: max(lastBeat, start))
    }

    /// How many of those turned down stand out together; see `outstanding`.
    func outstandingCount(since start: Int) -> Int {
        var (highest, count) = (0.0, 0)
        for candidate in rejected where candidate.index >= start {
            highest = max(highest, candidate.height)
        }
        for candidate in rejected
        where candidate.index >= start && candidate.height >= highest / 3 {
            count += 1
        }
        return count
    }

    /// The heights of candidates that stand out together: at least a third of the highest.
    func outstanding(of candidates: [QRSCandidate], since start: Int) -> [Double] {
        var highest = 0.0
        for candidate in candidates where candidate.index >= start {
            highest = max(highest, candidate.height)
        }
        return candidates.filter { $0.index >= start && $0.height >= highest / 3 }.map(\.height)
    }

    /// The median of those that stand out together; of the highest of each second, if one stands
    /// alone: that was an artefact.
    private func typicalHeight(of candidates: [QRSCandidate], since start: Int) -> Double? {
        var heights = outstanding(of: candidates, since: start)
        if heights.count == 1 {
            heights.removeAll()
            var second = -1
            for candidate in candidates where candidate.index >= start {
                let place = Int(Double(candidate.index - start) / rate)
                if place > second { heights.append(0) }
                second = max(second, place)
                heights[heights.count - 1] = max(heights[heights.count - 1], candidate.height)
            }
        }
        heights.sort()
        return heights.isEmpty ? nil : heights[heights.count / 2]
    }
}
