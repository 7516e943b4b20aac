import Biosignals
import DSP

/// Finds QRS complexes in a stream of evenly sampled ECG, with two detectors of different families:
/// the energy of the slope proposes, and weighs together with the matched filter.
///
/// Input:  ECG in any unit at 50…250 Hz, one sample at a time.
/// Output: where the complexes are, in order, never revised.
/// Delay:  about 0.5 s, less when the heart is fast; the first `learning` seconds, and what is found
///         by looking back, later.
/// Source: see `QRSRules`, `QRSFilter`, `MatchedFilterDetector` and `QRSEvidence`.
/// Differs: learns from three seconds instead of eight and then goes through them again, so that no
///         beat is lost at the start; central differences instead of backward ones.
struct QRSDetector: Sendable {
    struct Detection: Sendable {
        var index: Int
        /// Energy at the complex, and the mean between this one and the one before.
        var height: Double
        var background: Double
        /// Grows with the weight: 1 is just enough.
        var margin: Double
        var foundBySearchBack: Bool
        /// Whether the matched filter alone says that this is a QRS; nil before it has a shape.
        var isConfirmed: Bool?
        /// What the turned down look like: 0 in quiet, 1 for noise nearly as high as the complexes.
        var noise: Double
    }

    private enum Phase: Sendable {
        case learning(since: Int)
        case tracking
    }

    private static let rejectedMax = 128

    private let rules: QRSRules
    private let rate: Double
    private let refractory: Int
    private let halfWindow: Int
    private let peakHold: Int
    private let stepReach: Int
    private let levelShare: Double
    private var patience: Int

    private var filter: QRSFilter
    private var matched: MatchedFilterDetector
    private var evidence = QRSEvidence()
    private var slopes: SampleHistory
    private(set) var energies: SampleHistory

    private var phase = Phase.learning(since: 0)
    private var top = (index: 0, height: 0.0)
    private var lastEnergy = 0.0
    /// Mean energy of the last two seconds or so, complexes and all.
    private var level = 0.0
    private var pending: QRSCandidate?
    /// Candidates since the last beat that were not accepted.
    private var rejected: [QRSCandidate] = []
    private var qrsHeights = LastEight()
    private var intervals = LastEight()
    private var lastBeat = Int.min / 2
    private var lastSlope = 0.0
    private var lastBackground = 0.0
    private var strangers = 0
    private var reviewAt = Int.max

    /// What a first look decided; nil for a stream.
    private var decided: BeatDecisions?
    /// Decided beats that a weightier candidate overtook; they come out together.
    private var overtaken: [QRSCandidate] = []
    /// Everything that was judged, for a second look; nil if nobody will ask.
    private(set) var remembered: [QRSCandidate]?

    init(
        rate: Hertz, rules: QRSRules = .standard, isRemembering: Bool = false
    ) {
        self.rules = rules
        self.rate = rate.value
        remembered = isRemembering ? [] : nil
        refractory = Int(rules.refractory.value * rate.value)
        halfWindow = Int(0.1 * rate.value)
        peakHold = Int(0.095 * rate.value)
        stepReach = Int(rules.stepReach.value * rate.value)
        levelShare = 1 / (2 * rate.value)
        filter = QRSFilter(rate: rate, rules: rules)
        matched = MatchedFilterDetector(rate: rate)
        slopes = SampleHistory(holding: Int(2 * rate.value))
        energies = SampleHistory(holding: Int(12 * rate.value))
        rejected.reserveCapacity(Self.rejectedMax)
        patience = refractory
    }

    /// The same, with the beats of a first look.
    func following(_ decisions: BeatDecisions?) -> QRSDetector {
        var detector = self
        detector.decided = decisions
        return detector
    }

    /// From a sample to the statistic that it is the middle of.
    var delay: Int { filter.energyDelay }
    /// From a sample to its smoothed copy.
    var smoothDelay: Int { filter.smoothDelay }

    /// The height of a typical QRS now; 0 before the first was seen.
    var typicalHeight: Double { qrsHeights.median ?? 0 }

    /// Returns the sample below about 18 Hz, late by `smoothDelay`.
    mutating func process(_ sample: Double, into detections: inout [Detection]) -> Double {
        matched.process(sample)
        let output = filter.process(sample)
        let energy = output.energy
        slopes.append(output.slope)
        energies.append(energy)
        let now = energies.count - 1
        if energy > top.height, energy > lastEnergy {
            top = (now, energy)
        } else if top.height > 0, energy < top.height / 2 || now - top.index > peakHold {
            propose(candidate(at: top.index, height: top.height))
            top = (now, 0)
        }
        lastEnergy = energy
        level += (energy - level) * levelShare
        if let candidate = pending, now - candidate.index >= patience {
            take(candidate, into: &detections)
        }
        switch phase {
        case .learning(let start):
            if rejected.isEmpty { phase = .learning(since: now) }
            let seen = Double(now - start) / rate
            if seen >= rules.learning.value,
                seen >= rules.learningMax.value || outstanding(of: rejected, since: start).count > 1
            {
                learn(since: start, into: &detections)
            }
        case .tracking:
            if now >= reviewAt { lookBack(now: now, into: &detections) }
        }
        return output.smooth
    }

    mutating func finish(into detections: inout [Detection]) {
        if let candidate = pending { take(candidate, into: &detections) }
        if case .learning(let start) = phase { learn(since: start, into: &detections) }
        lookBack(now: energies.count - 1, into: &detections)
    }
}

// MARK: From the energy's peaks to candidates, of which one waits

extension QRSDetector {
    private func candidate(at index: Int, height: Double) -> QRSCandidate {
        // The slope runs ahead of its mean by half the integration window.
        let middle = index - (filter.energyDelay - filter.slopeDelay)
        var (up, down) = (0.0, 0.0)
        for place in (middle - halfWindow)...(middle + halfWindow) {
            let slope = slopes[place]
            up = max(up, slope)
            down = max(down, -slope)
        }
        let likeness = matched.likeness(near: index - delay)
        var candidate = QRSCandidate(
            index: index, height: height, slope: max(up, down),
            isTwoSided: min(up, down) > rules.slopeBalance * max(up, down),
            likeness: likeness.value, likenessIndex: likeness.index)
        weigh(&candidate)
        return candidate
    }

    private func relativeHeight(_ candidate: QRSCandidate) -> Double {
        candidate.height / max(typicalHeight, .leastNormalMagnitude)
    }

    private func weigh(_ candidate: inout QRSCandidate) {
        candidate.weight = evidence.weight(
            height: relativeHeight(candidate),
            likeness: matched.hasShape ? candidate.likeness : nil)
        candidate.noise = evidence.noiseLevel
    }

    private mutating func learnNoise(_ candidate: QRSCandidate) {
        evidence.learnNoise(
            height: relativeHeight(candidate),
            likeness: matched.hasShape ? candidate.likeness : nil)
    }

    /// Of two candidates within the patience the better waits on.
    private mutating func propose(_ candidate: QRSCandidate) {
        guard candidate.isTwoSided || candidate.likeness > rules.likenessMin, !isStep(candidate)
        else { return }
        guard let other = pending else {
            pending = candidate
            return
        }
        if isBetter(candidate, than: other) {
            pending = candidate
            pass(over: other)
        } else {
            pass(over: candidate)
        }
    }

    /// In noise a QRS may ride on a step.
    private func isStep(_ candidate: QRSCandidate) -> Bool {
        candidate.noise < rules.quietMax
            && matched.stepShare(at: candidate.index - delay, reach: stepReach)
                > rules.stepShareMax
    }

    private func isBetter(_ one: QRSCandidate, than other: QRSCandidate) -> Bool {
        guard case .tracking = phase else { return one.height > other.height }
        if let decided, decided.contains(one.index) != decided.contains(other.index) {
            return decided.contains(one.index)
        }
        guard abs(one.weight - other.weight) > rules.weightTie else {
            return one.height > other.height
        }
        return one.weight > other.weight
    }

    private mutating func pass(over candidate: QRSCandidate) {
        guard case .tracking = phase else { return }
        if let decided, decided.contains(candidate.index) {
            overtaken.append(candidate)
            return
        }
        if decided != nil || candidate.weight < rules.acceptMin { learnNoise(candidate) }
        remembered?.append(candidate)
    }
}

// MARK: From candidates to beats

extension QRSDetector {
    private mutating func take(_ candidate: QRSCandidate, into detections: inout [Detection]) {
        pending = nil
        if case .learning = phase {
            if rejected.count < Self.rejectedMax { rejected.append(candidate) }
            return
        }
        for other in overtaken { judge(other, into: &detections) }
        overtaken.removeAll(keepingCapacity: true)
        judge(candidate, into: &detections)
    }

    private mutating func judge(_ candidate: QRSCandidate, into detections: inout [Detection]) {
        var candidate = candidate
        weigh(&candidate)
        if isBeat(candidate) {
            // While learning, a pause may already lie behind.
            if decided == nil, intervals.count > 2 {
                searchBack(now: candidate.index, into: &detections)
            }
            accept(candidate, byLookingBack: false, into: &detections)
        } else {
            learnNoise(candidate)
            remembered?.append(candidate)
            if rejected.count == Self.rejectedMax { rejected.removeFirst() }
            rejected.append(candidate)
        }
    }

    private func isBeat(_ candidate: QRSCandidate) -> Bool {
        if let decided { return decided.contains(candidate.index) }
        let distance = candidate.index - lastBeat
        let timeliness = rules.timeliness(
            Double(distance) / typicalInterval, noise: candidate.noise)
        return candidate.weight + timeliness > rules.acceptMin && distance >= refractory
            && !isTWave(candidate)
    }

    private var typicalInterval: Double { intervals.median ?? rate }

    private func isTWave(_ candidate: QRSCandidate) -> Bool {
        Double(candidate.index - lastBeat) < rules.tWaveWithin.value * rate
            && candidate.slope < rules.tWaveSlope * lastSlope
    }

    private mutating func accept(
        _ candidate: QRSCandidate, byLookingBack: Bool, into detections: inout [Detection]
    ) {
        detections.append(
            Detection(
                index: candidate.index, height: candidate.height,
                background: background(before: candidate.index),
                margin: max(0, 1 + (candidate.weight - rules.acceptMin) / 5),
                foundBySearchBack: byLookingBack,
                isConfirmed: matched.hasShape ? candidate.likeness > rules.likenessMin : nil,
                noise: candidate.noise))
        if remembered != nil {
            var candidate = candidate
            candidate.isAccepted = true
            remembered?.append(candidate)
        }
        let interval = Double(candidate.index - lastBeat)
        if interval < 3 * rate { intervals.append(interval) }
        // In quiet, complexes that had to be looked for may have become lower.
        if candidate.weight > rules.learnMin || byLookingBack && candidate.noise < rules.quietMax {
            qrsHeights.append(candidate.height)
        }
        learnShape(candidate)
        lastBeat = candidate.index
        lastSlope = candidate.slope
        let share = rules.patienceShare * min(typicalInterval, 3 * rate)
        patience = max(refractory, min(Int(share), Int(rules.patienceMax.value * rate)))
        rejected.removeAll { $0.index < candidate.index + refractory }
        scheduleReview(after: candidate.index)
    }

    private mutating func learnShape(_ candidate: QRSCandidate) {
        if !matched.hasShape {
            matched.learn(at: candidate.index - delay)
            matched.review(since: energies.count - Int((rules.learning.value + 1) * rate))
        } else if candidate.likeness > rules.likenessMin {
            strangers = 0
            if candidate.weight > rules.learnMin { matched.learn(at: candidate.likenessIndex) }
        } else {
            strangers += 1
            if strangers > rules.strangersMax {
                matched.forget()
                strangers = 0
            }
        }
    }

    /// Mean energy since the beat before, the complexes themselves left out, at most 2 s of it; or
    /// that of late if it was more; or the mean of everything if the beats are too close.
    private mutating func background(before index: Int) -> Double {
        let margin = halfWindow * 3 / 2
        let start = max(lastBeat, index - Int(2 * rate), energies.oldest) + margin
        guard start + margin < index - margin else { return max(level, lastBackground) }
        var sum = 0.0
        for place in start..<(index - margin) { sum += energies[place] }
        let mean = sum / Double(index - margin - start)
        lastBackground += (mean - lastBackground) * 0.25
        return max(mean, lastBackground, 0.75 * level)
    }
}

// MARK: Looking back

extension QRSDetector {
    private mutating func scheduleReview(after index: Int) {
        let wait = min(rules.searchBackAfter * typicalInterval, 3 * rate)
        reviewAt = index + Int(wait) + refractory
    }

    /// The best of what was turned down comes back, if the pause up to `now` is too long.
    private mutating func searchBack(now: Int, into detections: inout [Detection]) {
        while Double(now - lastBeat) > rules.searchBackAfter * typicalInterval {
            let best = rejected.filter {
                $0.weight > rules.searchBackMin && !isTWave($0) && $0.index <= now - refractory
            }.max { $0.weight < $1.weight }
            guard let best else { break }
            accept(best, byLookingBack: true, into: &detections)
        }
    }

    private mutating func lookBack(now: Int, into detections: inout [Detection]) {
        guard decided == nil else { return }
        searchBack(now: now, into: &detections)
        if now - lastBeat > Int(rules.relearnAfter.value * rate) {
            let start = max(lastBeat, now - Int(2 * rules.relearnAfter.value * rate))
            let span = (rejected.last?.index ?? start) - max(start, rejected.first?.index ?? start)
            if span > Int(rules.relearnAfter.value / 2 * rate),
                outstanding(of: rejected, since: start).count > 2
            {
                learn(since: start, into: &detections)
            }
        }
        if now >= reviewAt { reviewAt = now + Int(0.1 * rate) }
    }

    /// Sets the levels from the candidates since `start` and goes through them again.
    private mutating func learn(since start: Int, into detections: inout [Detection]) {
        phase = .tracking
        let candidates = rejected
        rejected.removeAll(keepingCapacity: true)
        qrsHeights.removeAll()
        matched.forget()
        evidence = QRSEvidence()
        guard let typical = typicalHeight(of: candidates, since: start) else {
            phase = .learning(since: energies.count - 1)
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

    /// The heights of candidates that stand out together: at least a third of the highest.
    private func outstanding(of candidates: [QRSCandidate], since start: Int) -> [Double] {
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
