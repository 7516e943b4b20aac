import Biosignals
import DSP

/// Finds QRS complexes in a stream of evenly sampled ECG, with two detectors of different families:
/// the energy of the slope proposes, and weighs together with the matched filter.
///
/// Input:  ECG in any unit at 50…250 Hz, a block at a time: filters run over the whole of it, what was
///         found is then decided sample by sample, so that it does not matter how the input was cut.
/// Output: where the complexes are, in order, never revised.
/// Delay:  about 0.5 s, less when the heart is fast; the first `learning` seconds, and what is found
///         by looking back, later.
/// Source: see `QRSRules`, `QRSFilter`, `MatchedFilterDetector` and `QRSEvidence`.
/// Differs: learns from three seconds instead of eight and then goes through them again, so that no
///         beat is lost at the start; central differences instead of backward ones.
struct QRSDetector: Sendable {
    struct Detection: Sendable {
        var index: Int
        /// Grows with the weight: 1 is just enough.
        var margin: Double
        var foundBySearchBack: Bool
        /// Whether the matched filter alone says that this is a QRS; nil before it has a shape.
        var isConfirmed: Bool?
        /// What the turned down look like: 0 in quiet, 1 for noise nearly as high as the complexes.
        var noise: Double
        /// The sample at which this was decided.
        var known: Int
    }

    enum Phase: Sendable {
        case learning(since: Int)
        case tracking
    }

    private static let rejectedMax = 128

    let rules: QRSRules
    let rate: Double
    let refractory: Int
    private let halfWindow: Int
    private let peakHold: Int
    private let stepReach: Int
    private var patience: Int

    private var filter: QRSFilter
    var matched: MatchedFilterDetector
    var evidence = QRSEvidence()
    private var slopes: SampleHistory
    /// The sample at which things are being decided.
    private(set) var now = -1
    private var due = 0

    var phase = Phase.learning(since: 0)
    private var top = (index: 0, height: 0.0)
    private var lastEnergy = 0.0
    private var pending: QRSCandidate?
    /// Candidates since the last beat that were not accepted.
    var rejected: [QRSCandidate] = []
    var qrsHeights = LastEight()
    private var intervals = LastEight()
    var lastBeat = Int.min / 2
    private var lastSlope = 0.0
    private var strangers = 0
    var reviewAt = Int.max

    /// What a first look decided; nil for a stream.
    var decided: BeatDecisions?
    /// Decided beats that a weightier candidate overtook; they come out together.
    private var overtaken: [QRSCandidate] = []
    /// Everything that was judged, for a second look; nil if nobody will ask.
    private(set) var remembered: [QRSCandidate]?

    init(
        rate: Hertz, rules: QRSRules = .standard, isRemembering: Bool = false, blockMax: Int
    ) {
        self.rules = rules
        self.rate = rate.value
        remembered = isRemembering ? [] : nil
        refractory = Int(rules.refractory.value * rate.value)
        halfWindow = Int(0.1 * rate.value)
        peakHold = Int(0.095 * rate.value)
        stepReach = Int(rules.stepReach.value * rate.value)
        filter = QRSFilter(rate: rate, rules: rules, blockMax: blockMax)
        matched = MatchedFilterDetector(rate: rate)
        slopes = SampleHistory(holding: Int(2 * rate.value))
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

    /// The block taken last, below about 18 Hz, from the beginning on; late by `smoothDelay`.
    var smooth: [Double] { filter.smooth }

    mutating func process(_ block: ArraySlice<Double>, into detections: inout [Detection]) {
        matched.process(block)
        filter.process(block)
        slopes.append(contentsOf: filter.slopes.prefix(block.count))
        for place in 0..<block.count { look(at: filter.energies[place], into: &detections) }
        matched.catchUp(to: now)
    }

    /// Follows the energy from peak to peak, and sees what is due.
    @inline(__always)
    private mutating func look(at energy: Double, into detections: inout [Detection]) {
        now += 1
        if energy > top.height, energy > lastEnergy {
            top = (now, energy)
        } else if top.height > 0, energy < top.height / 2 || now - top.index > peakHold {
            propose(candidate(at: top.index, height: top.height))
            top = (now, 0)
        }
        lastEnergy = energy
        if now >= due { decide(into: &detections) }
    }

    private mutating func decide(into detections: inout [Detection]) {
        if let candidate = pending, now - candidate.index >= patience {
            take(candidate, into: &detections)
        }
        switch phase {
        case .learning(let start):
            if rejected.isEmpty { phase = .learning(since: now) }
            let seen = Double(now - start) / rate
            if seen >= rules.learning.value,
                seen >= rules.learningMax.value || outstandingCount(since: start) > 1
            {
                learn(since: start, into: &detections)
            }
        case .tracking:
            if now >= reviewAt { lookBack(into: &detections) }
        }
        schedule()
    }

    /// Nothing but peaks happens before.
    private mutating func schedule() {
        guard case .tracking = phase else {
            due = 0
            return
        }
        due = min(reviewAt, pending.map { $0.index + patience } ?? .max)
    }

    mutating func finish(into detections: inout [Detection]) {
        if let candidate = pending { take(candidate, into: &detections) }
        if case .learning(let start) = phase { learn(since: start, into: &detections) }
        lookBack(into: &detections)
    }
}

// MARK: From the energy's peaks to candidates, of which one waits

extension QRSDetector {
    private mutating func candidate(at index: Int, height: Double) -> QRSCandidate {
        matched.catchUp(to: now)
        // The slope runs ahead of its mean by half the integration window.
        let middle = index - (filter.energyDelay - filter.slopeDelay)
        let slopes = slopes.withSamples(
            (middle - halfWindow)...max(middle, min(middle + halfWindow, now))
        ) { $0.extremes }
        let (down, up) = (max(0, -slopes.low), max(0, slopes.high))
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

    mutating func learnNoise(_ candidate: QRSCandidate) {
        evidence.learnNoise(
            height: relativeHeight(candidate),
            likeness: matched.hasShape ? candidate.likeness : nil)
    }

    /// Of two candidates within the patience the better waits on.
    private mutating func propose(_ candidate: QRSCandidate) {
        guard candidate.isTwoSided || candidate.likeness > rules.likenessMin, !isStep(candidate)
        else { return }
        defer { schedule() }
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
            && matched.stepShare(at: candidate.index - delay, reach: stepReach, now: now)
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
        guard !overtaken.isEmpty else { return judge(candidate, into: &detections) }
        let together = (overtaken + [candidate]).sorted { $0.index < $1.index }
        overtaken.removeAll(keepingCapacity: true)
        for one in together { judge(one, into: &detections) }
    }

    mutating func judge(_ candidate: QRSCandidate, into detections: inout [Detection]) {
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

    var typicalInterval: Double { intervals.median ?? rate }

    func isTWave(_ candidate: QRSCandidate) -> Bool {
        Double(candidate.index - lastBeat) < rules.tWaveWithin.value * rate
            && candidate.slope < rules.tWaveSlope * lastSlope
    }

    mutating func accept(
        _ candidate: QRSCandidate, byLookingBack: Bool, into detections: inout [Detection]
    ) {
        matched.catchUp(to: now)
        detections.append(
            Detection(
                index: candidate.index,
                margin: max(0, 1 + (candidate.weight - rules.acceptMin) / 5),
                foundBySearchBack: byLookingBack,
                isConfirmed: matched.hasShape ? candidate.likeness > rules.likenessMin : nil,
                noise: candidate.noise, known: now))
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
            matched.review(since: now + 1 - Int((rules.learning.value + 1) * rate))
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
}
