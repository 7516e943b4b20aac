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

    private struct Match {
        /// Relative to the place asked about.
        var place: Double
        var fit: QRSClass.Fit
        /// The correlation to report: that of a whole search is high for noise as well, and only
        /// counts where it leaves no doubt.
        var likeness: Double
    }

    private static let reach: Seconds = 0.09
    /// The R peak found first may be this far from the true one.
    private static let search: Seconds = 0.05
    /// A complex that agrees less than this is of another kind.
    static let correlationMin = 0.66
    /// Below this another kind is tried too.
    private static let sureMin = 0.9
    /// Mains is taken out from this share of the power of a complex on: 5 % of an R wave's height.
    private static let mainsMin = 0.01
    /// After so many beats without one of its kind the prevailing kind is given up.
    private static let missesMax = 8

    /// A peak this far from the middle of its kind is another peak.
    private static let anchorError: Seconds = 0.015
    /// So many more complexes than not peak elsewhere before that is believed.
    private static let strayedMax = 8
    /// A kind is forgotten when it was not seen for this long per complex it is made of.
    private static let keptPerComplex: Seconds = 3

    private let rate: Double
    private let window: QRSWindow
    private let lagMax: Int
    private let reader = FractionalReader()
    private let comb: MainsComb
    /// The kind that prevails, and another.
    private var kinds: [QRSClass]
    private var noise: TimingNoise
    /// Mean square of the last complex of a known kind, or of the first.
    private var power = Double.infinity
    /// Samples around the place asked about, their mean taken off; where that place is in them.
    private var raw: [Double]
    private let middle: Int
    /// One complex, read from them.
    private var beat: [Double]

    init(rate: Hertz) {
        self.rate = rate.value
        window = QRSWindow(half: max(3, Int((Self.reach.value * rate.value).rounded())))
        lagMax = max(2, Int((Self.search.value * rate.value).rounded()))
        kinds = [QRSClass(window: window), QRSClass(window: window)]
        comb = MainsComb(rate: rate)
        noise = TimingNoise(window: window, rate: rate)
        beat = window.blank
        let margin = lagMax + 1 + FractionalReader.margin
        middle = window.half + margin
        raw = Array(repeating: 0, count: window.size + 2 * margin + 8)
    }

    /// Nil for the first complex, which there is nothing to compare with.
    /// - Parameter mainsPower: mean square of the mains in the signal.
    mutating func compare(
        _ signal: SampleHistory, at position: Double, mainsPower: Double = 0
    ) -> Agreement? {
        let centre = position.rounded()
        load(signal, around: Int(centre), mainsPower: mainsPower)
        let start = position - centre
        forgetOldKinds(now: position)
        guard kinds[0].count > 0 else {
            read(at: start)
            power = window.product(beat, beat) / Double(window.count)
            load(signal, around: Int(centre), mainsPower: mainsPower)
            learn(kind: 0, at: start, now: position)
            return nil
        }
        kinds[0].misses += 1
        kinds[1].misses += 1
        let own = match(kind: 0)
        var agreement = Agreement(correlation: own.likeness)
        var (kind, best) = (0, own)
        if own.fit.correlation < Self.sureMin, kinds[1].count > 0 {
            let second = match(kind: 1)
            if second.fit.correlation > own.fit.correlation {
                (kind, best) = (1, second)
            } else {
                read(at: own.place)
            }
        }
        if best.fit.correlation >= Self.correlationMin {
            let fine = best.place + best.fit.delay
            power = best.fit.gain * best.fit.gain / Double(window.count)
            agreement.shift = fine - start
            agreement.positionSD = noise.learn(beat, best.fit, of: kinds[kind])
            anchor(kind: kind, at: fine, peak: start, now: position)
        } else if kinds[1].misses > Self.missesMax || kinds[1].count == 0 {
            kinds[1].restart()
            learn(kind: 1, at: start, now: position)
        }
        if kinds[0].misses > Self.missesMax { replacePrevailing(at: start, now: position) }
        return agreement
    }

    /// A kind whose complexes nearly all peak elsewhere has a wrong middle and begins anew there.
    private mutating func anchor(kind: Int, at fine: Double, peak: Double, now: Double) {
        if abs(fine - peak) > Self.anchorError.value * rate {
            kinds[kind].strayed += 1
        } else {
            kinds[kind].strayed = max(0, kinds[kind].strayed - 1)
        }
        if kinds[kind].strayed > Self.strayedMax {
            kinds[kind].restart()
            learn(kind: kind, at: peak, now: now)
        } else {
            learn(kind: kind, at: fine + kinds[kind].correction, now: now)
        }
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

    /// The place of best agreement, relative to the one asked about, and the fit there: uphill from
    /// there; if that does not agree, the best of the whole search, if that does.
    private mutating func match(kind: Int) -> Match {
        var lag = 0
        var scores = (correlation(kind, -1), correlation(kind, 0), correlation(kind, 1))
        while max(scores.0, scores.2) > scores.1, abs(lag) < lagMax {
            if scores.2 > scores.0 {
                lag += 1
                scores = (scores.1, scores.2, correlation(kind, lag + 1))
            } else {
                lag -= 1
                scores = (correlation(kind, lag - 1), scores.0, scores.1)
            }
        }
        let near = fit(kind: kind, at: lag, scores)
        guard near.fit.correlation < Self.sureMin else { return near }
        var (far, best) = (lag, scores.1)
        for other in -lagMax...lagMax {
            let score = correlation(kind, other)
            if score > best { (far, best) = (other, score) }
        }
        guard far != lag else { return near }
        var found = fit(
            kind: kind, at: far, (correlation(kind, far - 1), best, correlation(kind, far + 1)))
        if found.fit.correlation > max(near.fit.correlation, Self.correlationMin) {
            found.likeness =
                found.fit.correlation >= Self.sureMin
                ? found.fit.correlation : near.fit.correlation
            return found
        }
        read(at: near.place)
        return near
    }

    /// - Parameter scores: the correlation a sample before, at, and a sample after the lag.
    private mutating func fit(
        kind: Int, at lag: Int, _ scores: (Double, Double, Double)
    ) -> Match {
        let bend = scores.0 - 2 * scores.1 + scores.2
        let vertex = bend < 0 ? (scores.0 - scores.2) / (2 * bend) : 0
        let place = FractionalReader.quantised(Double(lag) + max(-0.5, min(0.5, vertex)))
        read(at: place)
        let fit = kinds[kind].fit(beat)
        return Match(place: place, fit: fit, likeness: fit.correlation)
    }

    /// Pearson correlation of the kind with the samples a whole lag from the middle.
    private func correlation(_ kind: Int, _ lag: Int) -> Double {
        let first = middle - window.half + lag
        var (sum, squares) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
        var products = SIMD8<Double>.zero
        for place in window.rows {
            let row = raw.row(at: first + place)
            let kept = row * window.mask.row(at: place)
            sum += kept
            squares += kept * row
            products += row * kinds[kind].shape.row(at: place + QRSClass.lead)
        }
        let total = sum.sum()
        let spread = squares.sum() - total * total / Double(window.count)
        return spread > 0 ? products.sum() / spread.squareRoot() : 0
    }

    private mutating func load(_ signal: SampleHistory, around index: Int, mainsPower: Double) {
        let first = index - middle
        let level = signal[index]
        raw.withUnsafeMutableBufferPointer { raw in
            signal.withSamples(first...(first + raw.count - 1)) { samples in
                for place in raw.indices { raw[place] = samples[place] - level }
            }
        }
        guard mainsPower > Self.mainsMin * power else { return }
        var (before, last) = (signal[first - 2] - level, signal[first - 1] - level)
        for place in raw.indices {
            let here = raw[place]
            let next = signal[first + place + 1] + last - level
            let beyond = signal[first + place + 2] + before - level
            raw[place] = comb.value(here, beside: next, beyond: beyond)
            (before, last) = (last, here)
        }
    }

    /// Reads the complex whose middle lies at a place relative to the one asked about.
    private mutating func read(at place: Double) {
        let limit = Double(lagMax) + 1
        let start = FractionalReader.quantised(max(-limit, min(limit, place)))
        reader.read(raw, from: Double(middle - window.half) + start, into: &beat)
        window.level(&beat)
    }
}
