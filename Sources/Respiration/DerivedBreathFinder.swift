import Biosignals
import DSP

/// The breaths themselves, from the one modulation that shows them best at the time.
///
/// Input:  each channel's evenly spaced pieces, of which only the last step is new. Output: troughs,
///         16 s after they were; of two channels' breaths that come too close when one takes over
///         from the other, the first.
struct DerivedBreathFinder: Sendable {
    private struct Stream: Sendable {
        var smoother: HannSmoother
        var highPass: Butterworth
        var detector: BreathDetector
        var count = 0
        /// Time of the first sample.
        var origin = 0.0
        var troughs: [Double] = []
    }

    /// As in `RespirationProcessor`.
    private static let smoothing: Seconds = 1.2
    private static let highPassCutoff: Hertz = 0.1
    /// A modulation's depth varies more than a breath's, and the rate keeps ripples from being counted.
    private static let thresholdShare = 0.1
    /// A breath is looked at when it is so old: the slowest that are counted, 5 a minute, are known.
    private static let wait: Seconds = 12
    /// Two breaths are not closer than this share of what the rate says.
    private static let spacingMin = 0.5

    private let fresh: Stream
    private var streams: [Stream]
    private var found: [BreathDetector.Breath] = []
    private var lastGiven = -Double.infinity

    init() {
        let rate = BreathingSpectrum.rate
        guard
            let highPass = try? Butterworth(
                .highPass, order: 2, cutoff: Self.highPassCutoff, rate: rate)
        else { preconditionFailure("0.1 Hz lies below half of 4 Hz.") }
        fresh = Stream(
            smoother: HannSmoother(width: Self.smoothing, rate: rate), highPass: highPass,
            detector: BreathDetector(rate: rate, thresholdShare: Self.thresholdShare))
        streams = Array(repeating: fresh, count: BeatSeries.Channel.all.count)
    }

    /// Takes the last step of a piece that begins at `start`; nil ends the channel's stretch.
    mutating func append(_ piece: [Double]?, of channel: Int, from start: Double) {
        guard let piece else {
            if streams[channel].count > 0 { streams[channel] = fresh }
            return
        }
        let rate = BreathingSpectrum.rate.value
        // A stretch begins with a whole piece, which has settled the filters when its end comes.
        let news =
            streams[channel].count == 0
            ? 0 : piece.count - Int(DerivedRespirationProcessor.step.value * rate)
        if news == 0 { streams[channel].origin = start }
        found.removeAll(keepingCapacity: true)
        for sample in piece[news...] {
            let low = streams[channel].smoother.process(sample)
            streams[channel].detector.process(
                streams[channel].highPass.process(low), into: &found)
        }
        streams[channel].count += piece.count - news
        for breath in found {
            let index = Double(breath.trough - streams[channel].smoother.delay)
            streams[channel].troughs.append(streams[channel].origin + index / rate)
        }
    }

    /// Gives the channel's breaths that are old enough, back to the stretch's beginning or the last
    /// breath given; at the end of the stream, all of them.
    mutating func give(
        from channel: Int?, under estimate: RespirationEstimate, isLast: Bool = false,
        into breaths: inout [DerivedBreath]
    ) {
        let latest = estimate.end.value - (isLast ? 0 : Self.wait.value)
        if let channel, let rate = estimate.rate.value {
            let spacing = Self.spacingMin * 60 / rate.value
            for time in streams[channel].troughs
            where time <= latest && time >= max(estimate.start.value, lastGiven + spacing) {
                breaths.append(
                    DerivedBreath(time: Seconds(time), quality: estimate.quality.score))
                lastGiven = time
            }
        }
        for place in streams.indices {
            streams[place].troughs.removeAll { $0 < estimate.start.value }
        }
    }
}
