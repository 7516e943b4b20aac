import Biosignals
import DSP

/// Tells how much a QRS complex is like those before it, and from that its time to a fraction of a
/// sample.
///
/// Two kinds of complexes are kept, each as the running median of its last nine: the one that
/// prevails, and another. A complex is laid over its kind by whole samples and then fitted by least
/// squares; the kinds are kept with their own extremum in the middle, so that the fit neither
/// drifts nor moves one kind against the other's time.
/// Source: the fit is the maximum-likelihood delay in white noise, e.g. Kay, Fundamentals of
///         Statistical Signal Processing: Estimation Theory (1993), example 3.13. Correlation as in
///         Orphanidou et al. (2015), doi:10.1109/JBHI.2014.2338351.
struct QRSTemplate: Sendable {
    struct Agreement: Sendable {
        /// Pearson correlation with the kind that prevails.
        var correlation: Double
        /// From the place asked about to the place of best agreement with its own kind, samples; nil
        /// if it is of no known kind.
        var shift: Double?
        /// Standard deviation of the error of that place, samples; nil while not known.
        var positionSD: Double?
    }

    private static let reach: Seconds = 0.09
    /// The R peak found first may be this far from the true one.
    private static let search: Seconds = 0.03
    /// A complex that agrees less than this is of another kind.
    static let correlationMin = 0.66
    /// Agreement from which on a complex takes its time from its kind.
    private static let refinementMin = 0.9
    /// After so many beats without one of its kind the prevailing kind is given up.
    private static let missesMax = 8

    /// A kind is forgotten when it was not seen for this long per complex it is made of.
    private static let keptPerComplex: Seconds = 3

    private let rate: Double
    private let half: Int
    private let lagMax: Int
    private let reader = FractionalReader()
    /// The kind that prevails, and another.
    private var kinds: [QRSClass]
    private var noise = TimingNoise()
    /// Samples around the place asked about, their mean taken off, and one complex of them.
    private var raw: [Double]
    private var beat: [Double]

    init(rate: Hertz) {
        self.rate = rate.value
        half = max(3, Int((Self.reach.value * rate.value).rounded()))
        lagMax = max(2, Int((Self.search.value * rate.value).rounded()))
        kinds = [QRSClass(half: half), QRSClass(half: half)]
        beat = Array(repeating: 0, count: 2 * half + 1)
        raw = Array(
            repeating: 0, count: beat.count + 2 * (lagMax + FractionalReader.margin + 1))
    }

    /// Nil for the first complex, which there is nothing to compare with.
    mutating func compare(_ signal: SampleHistory, at position: Double) -> Agreement? {
        let centre = position.rounded()
        load(signal, around: Int(centre))
        let start = position - centre
        forgetOldKinds(now: position)
        guard kinds[0].count > 0 else {
            learn(kind: 0, at: start, now: position)
            return nil
        }
        kinds[0].misses += 1
        kinds[1].misses += 1
        let own = match(kind: 0)
        var agreement = Agreement(correlation: own.fit.correlation)
        var (kind, best) = (0, own)
        if own.fit.correlation < Self.refinementMin, kinds[1].count > 0 {
            let second = match(kind: 1)
            if second.fit.correlation > own.fit.correlation { (kind, best) = (1, second) }
        }
        if best.fit.correlation >= Self.refinementMin {
            noise.learn(best.fit.residual)
            let fine = best.place + best.fit.delay
            agreement.shift = fine - start
            agreement.positionSD = noise.positionSD(of: best.fit, kind: kinds[kind])
            learn(kind: kind, at: fine + kinds[kind].vertex, now: position)
        } else if own.fit.correlation >= Self.correlationMin {
            let fine = own.place + own.fit.delay
            learn(kind: 0, at: fine + kinds[0].vertex, now: position)
        } else if kinds[1].misses > Self.missesMax || kinds[1].count == 0 {
            kinds[1].restart()
            learn(kind: 1, at: start, now: position)
        }
        if kinds[0].misses > Self.missesMax { replacePrevailing(at: start, now: position) }
        return agreement
    }

    /// What prevailed is no longer seen: the other kind takes its place, or this complex does.
    private mutating func replacePrevailing(at start: Double, now: Double) {
        kinds[0].restart()
        if kinds[1].count > 1, kinds[1].misses <= Self.missesMax / 2 {
            kinds.swapAt(0, 1)
        } else {
            learn(kind: 0, at: start, now: now)
        }
    }

    private mutating func forgetOldKinds(now: Double) {
        for index in kinds.indices where kinds[index].count > 0 {
            let kept = Double(kinds[index].count) * Self.keptPerComplex.value * rate
            if now - kinds[index].lastSeen > kept { kinds[index].restart() }
        }
    }

    private mutating func learn(kind: Int, at place: Double, now: Double) {
        read(at: place)
        kinds[kind].learn(beat)
        kinds[kind].lastSeen = now
    }

    /// The place of best agreement, relative to the middle of `raw`, and the fit there.
    private mutating func match(kind: Int) -> (place: Double, fit: QRSClass.Fit) {
        let place = FractionalReader.quantised(coarsePlace(of: kinds[kind].shape))
        read(at: place)
        return (place, kinds[kind].fit(beat))
    }

    /// By whole samples uphill from the middle; over all of the search if that is not good enough.
    /// Then by the parabola through the three best.
    private func coarsePlace(of shape: [Double]) -> Double {
        var lag = 0
        var scores = (correlation(shape, -1), correlation(shape, 0), correlation(shape, 1))
        while max(scores.0, scores.2) > scores.1, abs(lag) < lagMax {
            if scores.2 > scores.0 {
                lag += 1
                scores = (scores.1, scores.2, correlation(shape, lag + 1))
            } else {
                lag -= 1
                scores = (correlation(shape, lag - 1), scores.0, scores.1)
            }
        }
        if scores.1 < Self.refinementMin {
            var best = scores.1
            for other in -lagMax...lagMax {
                let score = correlation(shape, other)
                if score > best { (lag, best) = (other, score) }
            }
            scores = (correlation(shape, lag - 1), best, correlation(shape, lag + 1))
        }
        let bend = scores.0 - 2 * scores.1 + scores.2
        let vertex = bend < 0 ? (scores.0 - scores.2) / (2 * bend) : 0
        return Double(lag) + max(-0.5, min(0.5, vertex))
    }

    /// Pearson correlation of the shape with the samples a whole lag from the middle.
    private func correlation(_ shape: [Double], _ lag: Int) -> Double {
        let first = raw.count / 2 - half + lag
        var (sum, squares, products) = (0.0, 0.0, 0.0)
        for index in shape.indices {
            let value = raw[first + index]
            sum += value
            squares += value * value
            products += value * shape[index]
        }
        let spread = squares - sum * sum / Double(shape.count)
        return spread > 0 ? products / spread.squareRoot() : 0
    }

    private mutating func load(_ signal: SampleHistory, around index: Int) {
        let first = index - raw.count / 2
        var sum = 0.0
        for place in raw.indices {
            raw[place] = signal[first + place]
            sum += raw[place]
        }
        let level = sum / Double(raw.count)
        for place in raw.indices { raw[place] -= level }
    }

    /// Reads the complex whose middle lies at a place relative to the middle of `raw`.
    private mutating func read(at place: Double) {
        let limit = Double(lagMax) + 1
        let start = FractionalReader.quantised(max(-limit, min(limit, place)))
        reader.read(raw, from: Double(raw.count / 2 - half) + start, into: &beat)
        let level = beat.reduce(0, +) / Double(beat.count)
        for index in beat.indices { beat[index] -= level }
    }
}
