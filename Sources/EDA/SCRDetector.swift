import Biosignals
import DSP

/// Finds skin conductance responses on low-passed skin conductance by the sign of its slope.
///
/// Input:  skin conductance, µS, low-passed, one sample at a time. Output: responses as indices of
///         those samples, in order of their peaks, never revised.
/// Delay:  a response is known when half of it is recovered, when the next one has peaked, or 20 s
///         after its peak, whichever comes first; a peak is known 5 s after it at the latest, so
///         31 s after its onset a response has been told.
/// Source: Boucsein et al. (2012), doi:10.1111/j.1469-8986.2012.01384.x: trough to peak, at least
///         0.01 to 0.05 µS, always as an absolute amount. Shoulders split a rise in two, so that a
///         response on the flank of another is counted and its neighbour's amplitude is not its.
struct SCRDetector: Sendable {
    struct Response: Sendable, Equatable {
        var onset: Double
        var peak: Double
        var amplitude: Double
        var halfRecovery: Double?
    }

    private struct Rise {
        var start: Int
        var steepest: Int
        var slope: Double
        /// The flattest place since the steepest one, if the rise has clearly slackened.
        var dip: (index: Int, slope: Double)?
    }

    private enum State {
        /// The stream begins, or is broken: a rise under way began nobody knows where.
        case joining
        case resting
        case rising(Rise)
    }

    static let amplitudeMin: Microsiemens = 0.05
    /// Slope that begins a rise, µS/s.
    private static let slopeMin = 0.01
    /// Share of its steepest slope below which a rise has not begun yet.
    private static let onsetShare = 0.05
    private static let riseMin: Seconds = 0.5
    private static let riseMax: Seconds = 5
    private static let recoveryMax: Seconds = 20
    /// A rise has slackened below this share of its steepest slope, and picks up again above the
    /// dip by the next, and above this absolute slope, µS/s.
    private static let slackShare = 0.6
    private static let pickUpShare = 0.5
    private static let pickUpMin = 0.03

    private let rate: Double
    private let riseSamplesMax: Int
    private var signal: SampleHistory
    private var state = State.joining
    private var waiting: Response?
    private var waitingLevel = 0.0

    init(rate: Hertz) {
        self.rate = rate.value
        riseSamplesMax = Int(Self.riseMax.value * rate.value)
        signal = SampleHistory(holding: Int(30 * rate.value) + 2)
    }

    mutating func process(_ sample: Double, into found: inout [Response]) {
        signal.append(sample)
        guard signal.count > 1 else { return }
        watchRecovery(into: &found)
        follow(at: signal.count - 2, into: &found)
    }

    /// Forgets the rise it is in, and lets go what was waiting: the signal is broken here.
    mutating func interrupt(with sample: Double, into found: inout [Response]) {
        signal.append(sample)
        state = .joining
        finish(into: &found)
    }

    mutating func finish(into found: inout [Response]) {
        if let response = waiting { found.append(response) }
        waiting = nil
    }

    /// Slope from sample `index` to the next, µS/s.
    private func slope(_ index: Int) -> Double { (signal[index + 1] - signal[index]) * rate }

    private mutating func follow(at index: Int, into found: inout [Response]) {
        let slope = slope(index)
        guard case .rising(var rise) = state else {
            if slope <= Self.slopeMin {
                state = .resting
            } else if case .resting = state {
                state = .rising(Rise(start: index, steepest: index, slope: slope))
            }
            return
        }
        if slope <= 0 {
            state = .resting
            accept(rise, peak: index, into: &found)
            return
        }
        if let dip = rise.dip, hasPickedUp(slope, after: dip.slope, rise: rise) {
            accept(rise, peak: dip.index, into: &found)
            state = .rising(Rise(start: dip.index, steepest: index, slope: slope))
            return
        }
        if let dip = rise.dip, index - dip.index > riseSamplesMax {
            state = .joining  // It creeps on: the response ended where it slackened.
            accept(rise, peak: dip.index, into: &found)
            return
        }
        if rise.dip == nil, slope > rise.slope { (rise.steepest, rise.slope) = (index, slope) }
        if slope < Self.slackShare * rise.slope, slope < rise.dip?.slope ?? .infinity {
            rise.dip = (index, slope)
        }
        state = .rising(rise)
    }

    private func hasPickedUp(_ slope: Double, after dip: Double, rise: Rise) -> Bool {
        slope > dip + Self.pickUpShare * rise.slope && slope > 2 * dip && slope > Self.pickUpMin
    }

    private mutating func accept(_ rise: Rise, peak: Int, into found: inout [Response]) {
        let begun = max(Self.slopeMin, Self.onsetShare * rise.slope)
        var onset = rise.steepest
        let earliest = max(rise.start, signal.oldest)
        while onset > earliest, slope(onset - 1) > begun { onset -= 1 }
        let amplitude = signal[peak] - signal[onset]
        let duration = Double(peak - onset) / rate
        guard amplitude >= Self.amplitudeMin.value,
            (Self.riseMin.value...Self.riseMax.value).contains(duration)
        else { return }
        finish(into: &found)
        waiting = Response(
            onset: Double(onset), peak: vertex(at: peak), amplitude: amplitude, halfRecovery: nil)
        waitingLevel = signal[peak] - amplitude / 2
    }

    private func vertex(at top: Int) -> Double {
        guard top > signal.oldest, top + 1 < signal.count else { return Double(top) }
        let (left, middle, right) = (signal[top - 1], signal[top], signal[top + 1])
        let bend = left - 2 * middle + right
        guard bend < 0 else { return Double(top) }
        return Double(top) + max(-0.5, min(0.5, (left - right) / (2 * bend)))
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
