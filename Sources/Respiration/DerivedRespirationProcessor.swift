import Biosignals
import DSP

/// Breathing from heart beats: what it does to their height, level, slope and spacing, fused.
///
/// Input:  one `BeatModulation` for each beat of one signal, oldest first; one that is not later
///         than the beat before is left out.
/// Output: every four seconds (at whole multiples of four on the beats' timeline) the rate of the
///         last 60 s, and breaths; see `DerivedRespirationOutput`. Rates lie within 5 and 36 a
///         minute and below half the heart rate: beats are the samples here, and faster breathing
///         cannot be told from slower.
/// Delay:  one beat; the first rate after 44 s. Breaths: 16 s.
/// Gaps:   nothing is drawn across an interruption or 4 s without a usable beat; a rate needs half of its
///         stretch without such a hole. A stretch of which nothing was heard has no estimate.
/// Source: Charlton et al. (2016), doi:10.1088/0967-3334/37/4/610 (modulations, 4 Hz, 32-s windows);
///         see `SpectrumFusion` for the rest and `BreathingSpectrum` for the spectrum.
public struct DerivedRespirationProcessor: Sendable {
    static let step: Seconds = 4
    static let piece: Seconds = 32
    /// Pieces in the stretch a rate is taken from: 32 + 7 · 4 = 60 s.
    private static let pieceCount = 8
    private static let pieceCountMin = 4

    private let source: RespirationEstimate.Source
    private var series = BeatSeries()
    private var spectrum = BreathingSpectrum()
    private var fusion = SpectrumFusion()
    private var finder = DerivedBreathFinder()
    private var grid = [Double](
        repeating: 0, count: BreathingSpectrum.sampleCount)
    /// Spectra of the latest pieces, channel after channel, and whether there is one.
    private var pieces: [Double]
    private var isTaken: [Bool]
    /// The mean spectrum of each channel.
    private var means: [Double]
    private var offsets: [Int] = []
    private var beatRates = [Double](repeating: 0, count: pieceCount)
    private var latest: RespirationEstimate?
    private var first: Double?
    private var wasInterrupted = false
    /// End of the next piece, in steps.
    private var next = 0

    /// - Parameter source: what the beats come from; it is what the estimates are called.
    /// - Precondition: a derived source.
    public init(source: RespirationEstimate.Source) {
        precondition(source.isDerived, "Beats do not measure breathing directly.")
        self.source = source
        let bins = BreathingSpectrum.binCount
        let channels = BeatSeries.Channel.all.count
        pieces = Array(repeating: 0, count: channels * Self.pieceCount * bins)
        isTaken = Array(repeating: false, count: channels * Self.pieceCount)
        means = Array(repeating: 0, count: channels * bins)
        offsets.reserveCapacity(channels)
    }

    /// Takes the next beats and appends what they made known.
    public mutating func process(
        _ beats: [BeatModulation], into output: inout DerivedRespirationOutput
    ) {
        for beat in beats { process(beat, into: &output) }
    }

    /// Takes the next beat and appends what it made known.
    public mutating func process(
        _ beat: BeatModulation, into output: inout DerivedRespirationOutput
    ) {
        let now = beat.time.value
        // Beyond 1e9 s, thirty years, a step would be lost in rounding.
        guard now.isFinite, abs(now) < 1e9, series.last.map({ now > $0 }) ?? true else { return }
        if let last = series.last { skipSilence(from: last, to: now) } else { begin(at: now) }
        series.append(beat, afterInterruption: wasInterrupted)
        wasInterrupted = false
        while Double(next) * Self.step.value <= now {
            advance(into: &output)
            next += 1
        }
    }

    /// The signal has a gap before the next beat, however short: nothing is drawn across it.
    public mutating func interrupt() { wasInterrupted = true }

    /// Ends the stream: appends the breaths that were not old enough.
    public mutating func finish(into output: inout DerivedRespirationOutput) {
        guard let estimate = latest else { return }
        latest = nil
        finder.give(from: bestChannel(), under: estimate, isLast: true, into: &output.breaths)
    }

    private mutating func begin(at now: Double) {
        first = now
        next = Int((now / Self.step.value).rounded(.up))
    }

    /// Leaves out the stretches of which nothing was heard.
    private mutating func skipSilence(from last: Double, to now: Double) {
        let span = Self.piece.value + Double(Self.pieceCount - 1) * Self.step.value
        guard now - last > span + 2 * Self.step.value else { return }
        for place in isTaken.indices { isTaken[place] = false }
        for slot in beatRates.indices { beatRates[slot] = 0 }
        begin(at: now)
    }

    private mutating func advance(into output: inout DerivedRespirationOutput) {
        let end = Double(next) * Self.step.value
        let start = end - Self.piece.value
        let slot = ((next % Self.pieceCount) + Self.pieceCount) % Self.pieceCount
        let spacing = series.medianSpacing(from: start, to: end) ?? 0
        beatRates[slot] = spacing > 0 ? 1 / spacing : 0
        for channel in BeatSeries.Channel.all {
            let place = channel.rawValue * Self.pieceCount + slot
            let isWhole = series.resample(
                channel, from: start, step: 1 / BreathingSpectrum.rate.value, into: &grid)
            isTaken[place] =
                isWhole
                && spectrum.take(
                    of: grid, beatRate: beatRates[slot], into: &pieces,
                    at: place * BreathingSpectrum.binCount)
            finder.append(isTaken[place] ? grid : nil, of: channel.rawValue, from: start)
        }
        let found = average()
        fusion.fuse(
            means, offsets: offsets,
            binCount: BreathingSpectrum.binCount(belowHalfOf: beatRates.max() ?? 0))
        let estimate = estimate(end: end, found: found)
        output.estimates.append(estimate)
        finder.give(from: bestChannel(), under: estimate, into: &output.breaths)
        latest = estimate
    }

    /// Means of the pieces of each channel that has enough of them; how many the best of them has.
    private mutating func average() -> Int {
        let bins = BreathingSpectrum.binCount
        offsets.removeAll(keepingCapacity: true)
        var most = 0
        for channel in BeatSeries.Channel.all {
            let slots = channel.rawValue * Self.pieceCount
            var taken = 0
            for slot in 0..<Self.pieceCount where isTaken[slots + slot] { taken += 1 }
            most = max(most, taken)
            guard taken >= Self.pieceCountMin else { continue }
            let offset = channel.rawValue * bins
            for bin in 0..<bins { means[offset + bin] = 0 }
            for slot in 0..<Self.pieceCount where isTaken[slots + slot] {
                let piece = (slots + slot) * bins
                for bin in 0..<bins { means[offset + bin] += pieces[piece + bin] / Double(taken) }
            }
            offsets.append(offset)
        }
        return most
    }

    /// The channel whose mean spectrum has most of its power at the fused rate.
    private func bestChannel() -> Int? {
        let bins = BreathingSpectrum.binCount
        func share(_ offset: Int) -> Double {
            SpectrumFusion.share(of: means, from: offset, count: bins, near: fusion.summit)
        }
        return offsets.max { share($0) < share($1) }.map { $0 / bins }
    }

    private func estimate(end: Double, found: Int) -> RespirationEstimate {
        let span = Self.piece.value + Double(Self.pieceCount - 1) * Self.step.value
        let seen = min(span, end - (first ?? end))
        let quality = quality(found: found, seen: seen, span: span)
        let needed = span - Double(Self.pieceCountMin) * Self.step.value
        let rate: Estimate<PerMinute> =
            if quality.isUsable {
                .value(fusion.rate)
            } else if seen < needed {
                .unavailable(.windowTooShort(found: Seconds(seen), needed: Seconds(needed)))
            } else {
                .unavailable(
                    .poorSignal(usable: quality.score, needed: SignalQuality.usableMin))
            }
        return RespirationEstimate(
            source: source, start: Seconds(end - seen), end: Seconds(end), rate: rate,
            quality: quality)
    }

    private func quality(found: Int, seen: Double, span: Double) -> SignalQuality {
        var reasons: [SignalQuality.Reason] = []
        guard fusion.modulations > 0 else {
            return SignalQuality(score: 0, reasons: [seen < span ? .settling : .gap])
        }
        let score = SpectrumFusion.score(
            prominence: fusion.prominence, modulations: fusion.modulations)
        if score < 1 { reasons.append(fusion.isDivided ? .detectorsDisagree : .noise) }
        if found < Self.pieceCount { reasons.append(seen < span ? .settling : .gap) }
        return SignalQuality(score: score, reasons: reasons)
    }
}
