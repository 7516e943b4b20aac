import Biosignals
import DSP
import RealModule

/// Finds skin conductance responses on low-passed skin conductance, each told apart from the fall
/// of the one before.
///
/// Input:  skin conductance, µS, low-passed, one sample at a time. Output: responses as indices of
///         those samples, in order of their peaks, never revised.
/// Delay:  heard about 1 s after its peak; told when half of it is recovered, when the next one has
///         begun, or 20 s after its peak, whichever comes first.
/// Source: Boucsein et al. (2012), doi:10.1111/j.1469-8986.2012.01384.x: at least 0.01 to 0.05 µS,
///         always as an absolute amount.
/// Differs: the amplitude is taken from where the signal would be without the response, which is
///         the trough for one that stands alone; there is no trough on a falling limb.
struct SCRDetector: Sendable {
    struct Response: Sendable, Equatable {
        var onset: Double
        var peak: Double
        var amplitude: Double
        var halfRecovery: Double?
    }

    /// A burst whose response is still rising.
    private struct Rise {
        var onset: Int
        /// µS, and µS/s, where it began.
        var level: Double
        var slope: Double
        /// What a second later has to be higher, µS/s, to be the top rather than drift.
        var toll: Double
        var best: Int
        var height = 0.0
        var worth = 0.0
    }

    static let amplitudeMin: Microsiemens = 0.02
    /// A Bateman wave of height 1 has so much of slope at its steepest, per second, low-passed.
    private static let jump = 0.9
    /// What is left of the jump for the slowest rise that counts.
    private static let jumpShare = 0.75
    /// Where the slope has fallen to this share of the jump, the response is at its top.
    private static let driftShare = 0.08
    /// Low-pass of the slope, on top of that of the signal: as long as the fast pole.
    private static let smoothing: Seconds = 0.7
    /// SDs of the slope's noise that a pulse has to rise by: foot and top are each the extreme of
    /// a dozen values, 3.5 apart by noise alone.
    private static let noiseShare = 7.0
    /// A decimator leaves noise in 0.8 of the band: three neighbours then differ by 0.79 of what
    /// white noise would, and what passes the low-pass is √1.25 of it.
    private static let bandShare = 1.41
    private static let riseMin: Seconds = 0.5
    /// What still climbs after this is the level, not a response.
    private static let riseMax: Seconds = 5
    /// A response is at its top when nothing higher has come for so long.
    private static let topWait: Seconds = 0.6
    private static let recoveryMax: Seconds = 20
    /// How the fall of the response before goes on: the middle of the decays that Alexander et al.
    /// (2005) and Greco et al. (2016) work with, 2…4 s.
    private static let decay: Seconds = 2.5
    /// How soon the rise of the response before comes to its end.
    private static let riseDecay: Seconds = 0.5

    private let rate: Double
    private var signal: SampleHistory
    private var bursts: SudomotorBursts
    private var rise: Rise?
    private var waiting: Response?
    private var waitingLevel = 0.0
    private var sinceBreak = 0
    private var pulse: HannSmoother
    private let skew: Int
    private let gain: Double
    private var floor = NoiseFloor()
    private var soft = 0.0
    private var softer = 0.0

    init(rate: Hertz, lowPass: HannSmoother, isDecimated: Bool) {
        self.rate = rate.value
        bursts = SudomotorBursts(
            rate: rate, heightMin: Self.jumpShare * Self.jump * Self.amplitudeMin.value)
        signal = SampleHistory(holding: Int(30 * rate.value) + 2)
        pulse = HannSmoother(width: Self.smoothing, rate: rate)
        skew = pulse.delay + 1
        let spread = lowPass.slopeGain(before: pulse, rate: rate)
        gain = Self.noiseShare * spread * (isDecimated ? Self.bandShare : 1)
    }

    /// - Parameters:
    ///   - raw: the signal before the low-pass, from which its noise is told.
    ///   - heard: responses whose peak is known now.
    ///   - found: responses that are complete now.
    mutating func process(
        _ sample: Double, raw: Double, heard: inout [Response], into found: inout [Response]
    ) {
        signal.append(sample)
        sinceBreak += 1
        let now = signal.count - 1
        advance(sample)
        floor.process(raw)
        watchRecovery(into: &found)
        guard sinceBreak > 2 + 2 * skew else { return bursts.interrupt() }
        if var burst = bursts.next(noise: floor.deviation * gain) {
            burst.onset = max(0, burst.onset - skew)
            burst.top -= skew
            trim(before: burst.onset)
            close(heard: &heard, into: &found)
            open(burst)
        } else {
            follow(now, heard: &heard, into: &found)
        }
    }

    /// Forgets the rise it is in, and lets go what was waiting: the signal is broken here.
    mutating func interrupt(with sample: Double, into found: inout [Response]) {
        signal.append(sample)
        sinceBreak = 0
        advance(sample)
        floor.interrupt()
        bursts.interrupt()
        rise = nil
        finish(into: &found)
    }

    mutating func finish(into found: inout [Response]) {
        if let response = waiting { found.append(response) }
        waiting = nil
    }

    private mutating func advance(_ sample: Double) {
        let level = pulse.process(sample)
        if signal.count == 1 { (soft, softer) = (level, level) }
        bursts.append((level - softer) * rate / 2)
        (softer, soft) = (soft, level)
    }

    private func slope(_ index: Int) -> Double {
        (signal[index + 1] - signal[index - 1]) * rate / 2
    }

    private mutating func open(_ burst: SudomotorBursts.Burst) {
        let onset = burst.onset
        var rising = Rise(
            onset: onset, level: signal[onset], slope: slope(onset - 1),
            toll: Self.driftShare * burst.height, best: onset)
        let last = signal.count - 1
        for index in onset...last { climb(&rising, to: index) }
        rise = rising
    }

    /// What rose since the next burst began is that one's.
    private mutating func trim(before onset: Int) {
        guard var rising = rise, rising.best > onset else { return }
        (rising.best, rising.height, rising.worth) = (rising.onset, 0, 0)
        if onset > rising.onset {
            for index in rising.onset...onset { climb(&rising, to: index) }
        }
        rise = rising
    }

    /// How high the signal stands over what it would be had nothing begun at `rise.onset`.
    private func height(_ rise: Rise, at index: Int) -> Double {
        let lag = Double(index - rise.onset) / rate
        let time = rise.slope > 0 ? Self.riseDecay.value : Self.decay.value
        return signal[index] - rise.level - rise.slope * time * (1 - .exp(-lag / time))
    }

    private func climb(_ rise: inout Rise, to index: Int) {
        let reached = height(rise, at: index)
        let worth = reached - rise.toll * Double(index - rise.onset) / rate
        if worth > rise.worth { (rise.best, rise.height, rise.worth) = (index, reached, worth) }
    }

    private mutating func follow(
        _ now: Int, heard: inout [Response], into found: inout [Response]
    ) {
        guard var rising = rise else { return }
        climb(&rising, to: now)
        rise = rising
        let hasTopped = Double(now - rising.best) >= Self.topWait.value * rate
        if hasTopped || Double(now - rising.onset) > (Self.riseMax.value + 1) * rate {
            close(heard: &heard, into: &found)
        }
    }

    private mutating func close(heard: inout [Response], into found: inout [Response]) {
        guard let rising = rise else { return }
        rise = nil
        let duration = Double(rising.best - rising.onset) / rate
        guard rising.height >= Self.amplitudeMin.value,
            (Self.riseMin.value...Self.riseMax.value).contains(duration)
        else { return }
        finish(into: &found)
        let response = Response(
            onset: Double(rising.onset), peak: Double(rising.best), amplitude: rising.height,
            halfRecovery: nil)
        heard.append(response)
        waiting = response
        waitingLevel = signal[rising.best] - rising.height / 2
    }

    private mutating func watchRecovery(into found: inout [Response]) {
        guard var response = waiting else { return }
        let now = signal.count - 1
        if signal[now] <= waitingLevel {
            let fall = signal[now - 1] - signal[now]
            let part = fall > 0 ? (signal[now - 1] - waitingLevel) / fall : 1
            response.halfRecovery = Double(now - 1) + max(0, min(1, part))
            waiting = response
            finish(into: &found)
        } else if Double(now) - response.peak > Self.recoveryMax.value * rate {
            finish(into: &found)
        }
    }
}
