public import Biosignals
public import DSP

/// The second look at a whole recording: what a stream could not know, because it does not look
/// ahead. It finds nothing by itself; it questions what the stream found by what came after.
///
/// Input:  the samples that a `PPGProcessor` of the same rate took, and all it gave.
/// Output: the same pulses less those that only break a steady rhythm, plus those missing from one
///         if something that looks like a pulse is there, each graded by its neighbours on both
///         sides. Seconds stay as they were judged.
/// Throws: `DSPError.rateOutOfRange` outside 20…4,000 Hz.
/// Source: mean-pulse correlation as in Orphanidou et al. (2015), doi:10.1109/JBHI.2014.2338351,
///         with pulses from both sides.
public struct PPGReview: Sendable {
    private let frontEnd: PulseFrontEnd
    private let rate: Hertz

    public init(rate: Hertz) throws(DSPError) {
        guard (20...4_000).contains(rate.value) else {
            throw .rateOutOfRange(rate: rate, allowed: 20...4_000)
        }
        self.rate = rate
        frontEnd = PulseFrontEnd(rate: rate)
    }

    /// - Parameter isInverted: what the processor said when the stream had ended.
    public func revise(
        _ samples: [Double], found output: PPGOutput, isInverted: Bool
    ) -> PPGOutput {
        guard output.pulses.count > 1 else { return output }
        var pulses = output.pulses.indices.map { index in
            ReviewedPulse(
                peak: output.pulses[index], midpoint: output.midpoints[index],
                foot: output.feet[index], perfusionPercent: output.perfusionPercents[index])
        }
        let signal = lowPassed(samples)
        let sign = isInverted ? -1.0 : 1
        let rhythm = PulseRhythmReview(rate: rate)
        pulses = rhythm.withoutIntruders(pulses)
        let search = MissingPulseSearch(frontEnd: frontEnd, signal: signal, sign: sign, rate: rate)
        pulses = search.filled(pulses)
        PulseGrader(frontEnd: frontEnd, signal: signal).grade(&pulses)
        var revised = PPGOutput()
        revised.seconds = output.seconds
        for pulse in pulses {
            revised.pulses.append(pulse.peak)
            revised.midpoints.append(pulse.midpoint)
            revised.feet.append(pulse.foot)
            revised.perfusionPercents.append(pulse.perfusionPercent)
        }
        return revised
    }

    /// The whole signal as the stages of the stream saw it.
    private func lowPassed(_ samples: [Double]) -> SampleHistory {
        var frontEnd = frontEnd
        let tail = Int(1.5 * rate.value)
        var signal = SampleHistory(holding: (samples.count + tail) / frontEnd.factor + 1)
        var last = 0.0
        for index in 0..<(samples.count + tail) {
            if index < samples.count, samples[index].isFinite, abs(samples[index]) <= 1e15 {
                last = samples[index]
            }
            if let low = frontEnd.process(last) { signal.append(low) }
        }
        return signal
    }
}
