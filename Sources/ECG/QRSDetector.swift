import Biosignals
import DSP

/// Finds QRS complexes in a stream of evenly sampled ECG.
///
/// Input:  ECG in any unit at 50…250 Hz, one sample at a time.
/// Output: where the complexes are, in order, never revised.
/// Delay:  about 0.5 s, less when the heart is fast; the first `learning` seconds, and what is found by looking back, later.
/// Source: see `QRSRules`.
/// Differs: learns from three seconds instead of eight and then goes through them again, so that no
///         beat is lost at the start; central differences instead of backward ones.
struct QRSDetector: Sendable {
    struct Candidate: Sendable {
        var index: Int
        var height: Double
        /// The steepest place, up or down, within the complex.
        var slope: Double
        var isTwoSided: Bool
    }

    struct Detection: Sendable {
        var index: Int
        /// Energy at the complex, and the mean between this one and the one before.
        var height: Double
        var background: Double
        var margin: Double
        var foundBySearchBack: Bool
    }

    private enum Phase: Sendable {
        case learning(since: Int)
        case tracking
    }

    private let rules: QRSRules
    private let rate: Double
    private let refractory: Int
    private let tWaveWithin: Int
    private var patience: Int
    private let halfWindow: Int
    private let peakHold: Int
    private var filter: QRSFilter
    private var slopes: SampleHistory
    private(set) var energies: SampleHistory
    private var phase = Phase.learning(since: 0)
    private var top = (index: 0, height: 0.0)
    private var lastEnergy = 0.0
    /// Mean energy of the last two seconds or so, complexes and all.
    private var level = 0.0
    private let levelShare: Double
    private var pending: (index: Int, height: Double)?
    /// Candidates since the last beat that were not accepted.
    private var rejected: [Candidate] = []
    private var qrsHeights = LastEight()
    private var noiseHeights = LastEight()
    private var intervals = LastEight()
    private var lastBeat = Int.min / 2
    private var lastSlope = 0.0
    private var lastBackground = 0.0
    private var reviewAt = Int.max

    init(rate: Hertz, rules: QRSRules = .standard) {
        self.rules = rules
        self.rate = rate.value
        refractory = Int(rules.refractory.value * rate.value)
        tWaveWithin = Int(rules.tWaveWithin.value * rate.value)
        halfWindow = Int(0.1 * rate.value)
        peakHold = Int(0.095 * rate.value)
        levelShare = 1 / (2 * rate.value)
        filter = QRSFilter(rate: rate, rules: rules)
        slopes = SampleHistory(holding: Int(2 * rate.value))
        energies = SampleHistory(holding: Int(12 * rate.value))
        rejected.reserveCapacity(128)
        patience = refractory
    }

    /// From a sample to the statistic that it is the middle of.
    var delay: Int { filter.energyDelay }
    /// From a sample to its smoothed copy.
    var smoothDelay: Int { filter.smoothDelay }

    /// The height of a typical QRS now; 0 before the first was seen.
    var typicalHeight: Double { qrsHeights.median ?? 0 }

    /// Returns the sample below about 18 Hz, late by `smoothDelay`.
    mutating func process(_ sample: Double, into detections: inout [Detection]) -> Double {
        let output = filter.process(sample)
        let energy = output.energy
        slopes.append(output.slope)
        energies.append(energy)
        let now = energies.count - 1
        if energy > top.height, energy > lastEnergy {
            top = (now, energy)
        } else if top.height > 0, energy < top.height / 2 || now - top.index > peakHold {
            if pending.map({ top.height > $0.height }) ?? true { pending = top }
            top = (now, 0)
        }
        lastEnergy = energy
        level += (energy - level) * levelShare
        if let peak = pending, now - peak.index >= patience, now - top.index >= 0 {
            pending = nil
            take(candidate(at: peak.index, height: peak.height), into: &detections)
        }
        switch phase {
        case .learning(let start):
            if now - start >= Int(rules.learning.value * rate) {
                learn(since: start, into: &detections)
            }
        case .tracking:
            if now >= reviewAt { lookBack(now: now, into: &detections) }
        }
        return output.smooth
    }

    mutating func finish(into detections: inout [Detection]) {
        if let peak = pending {
            pending = nil
            take(candidate(at: peak.index, height: peak.height), into: &detections)
        }
        if case .learning(let start) = phase { learn(since: start, into: &detections) }
        lookBack(now: energies.count - 1, into: &detections)
    }

    private func candidate(at index: Int, height: Double) -> Candidate {
        // The slope runs ahead of its mean by half the integration window.
        let middle = index - (filter.energyDelay - filter.slopeDelay)
        var (up, down) = (0.0, 0.0)
        for place in (middle - halfWindow)...(middle + halfWindow) {
            let slope = slopes[place]
            up = max(up, slope)
            down = max(down, -slope)
        }
        return Candidate(
            index: index, height: height, slope: max(up, down),
            isTwoSided: min(up, down) > rules.slopeBalance * max(up, down))
    }

    private mutating func take(_ candidate: Candidate, into detections: inout [Detection]) {
        guard candidate.isTwoSided else { return }
        if case .learning = phase {
            if rejected.count < 128 { rejected.append(candidate) }
        } else {
            judge(candidate, into: &detections)
        }
    }

    private var threshold: Double {
        let noise = noiseHeights.median ?? 0
        return noise + rules.threshold * max(0, typicalHeight - noise)
    }

    private var typicalInterval: Double { intervals.median ?? rate }

    private func isTWave(_ candidate: Candidate) -> Bool {
        candidate.index - lastBeat < tWaveWithin && candidate.slope < rules.tWaveSlope * lastSlope
    }

    private mutating func judge(_ candidate: Candidate, into detections: inout [Detection]) {
        if candidate.height > threshold, !isTWave(candidate),
            candidate.index - lastBeat >= refractory
        {
            accept(candidate, byLookingBack: false, into: &detections)
        } else {
            noiseHeights.append(candidate.height)
            if rejected.count == 128 { rejected.removeFirst() }
            rejected.append(candidate)
        }
    }

    private mutating func accept(
        _ candidate: Candidate, byLookingBack: Bool, into detections: inout [Detection]
    ) {
        let threshold = max(threshold, .leastNormalMagnitude)
        let margin = candidate.height / threshold
        detections.append(
            Detection(
                index: candidate.index, height: candidate.height,
                background: background(before: candidate.index), margin: margin,
                foundBySearchBack: byLookingBack))
        let interval = Double(candidate.index - lastBeat)
        if interval < 3 * rate { intervals.append(interval) }
        qrsHeights.append(candidate.height)
        lastBeat = candidate.index
        lastSlope = candidate.slope
        let share = rules.patienceShare * min(typicalInterval, 3 * rate)
        patience = max(refractory, min(Int(share), Int(rules.patienceMax.value * rate)))
        rejected.removeAll { $0.index < candidate.index + refractory }
        scheduleReview(after: candidate.index)
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

    private mutating func scheduleReview(after index: Int) {
        let wait = min(rules.searchBackAfter * typicalInterval, 3 * rate)
        reviewAt = index + Int(wait) + refractory
    }

    private mutating func lookBack(now: Int, into detections: inout [Detection]) {
        while Double(now - lastBeat) > rules.searchBackAfter * typicalInterval {
            let limit = rules.searchBackShare * threshold
            let best = rejected.filter { $0.height > limit && !isTWave($0) }
                .max { $0.height < $1.height }
            guard let best else { break }
            accept(best, byLookingBack: true, into: &detections)
        }
        if Double(now - lastBeat) > rules.relearnAfter.value * rate, !rejected.isEmpty {
            learn(
                since: max(lastBeat, now - Int(rules.relearnAfter.value * rate)), into: &detections)
        }
        if now >= reviewAt { reviewAt = now + Int(0.1 * rate) }
    }

    /// Sets the levels from the candidates since `start` and goes through them again.
    private mutating func learn(since start: Int, into detections: inout [Detection]) {
        phase = .tracking
        let candidates = rejected
        rejected.removeAll(keepingCapacity: true)
        qrsHeights.removeAll()
        noiseHeights.removeAll()
        var second = 0
        var highest: [Double] = []
        for candidate in candidates where candidate.index >= start {
            let place = Int(Double(candidate.index - start) / rate)
            if highest.isEmpty || place > second { highest.append(0) }
            second = place
            highest[highest.count - 1] = max(highest[highest.count - 1], candidate.height)
        }
        guard !highest.isEmpty else {
            phase = .learning(since: energies.count - 1)
            return
        }
        highest.sort()
        let typical = highest[highest.count / 2]
        for _ in 0..<3 { qrsHeights.append(typical) }
        for candidate in candidates where candidate.height < rules.threshold * typical {
            noiseHeights.append(candidate.height)
        }
        reviewAt = 0
        for candidate in candidates { judge(candidate, into: &detections) }
        scheduleReview(after: max(lastBeat, start))
    }
}
