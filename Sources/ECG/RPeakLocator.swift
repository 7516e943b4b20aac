import Biosignals
import DSP
import RealModule

/// Where in a QRS complex the R peak is.
///
/// The extremum of the lead's dominant polarity within 90 ms of the complex, to a fraction of a
/// sample by the parabola through three points. A beat whose other side is 2.5 times as large is
/// placed there instead: an ectopic beat keeps its own peak.
struct RPeakLocator: Sendable {
    struct Peak: Sendable {
        var position: Double
        /// Height over the mean of the surroundings, in the signal's unit, never negative.
        var amplitude: Double
    }

    private static let reach: Seconds = 0.09
    private static let surroundings: Seconds = 0.15
    private static let ownSideLog = Double.log(2.5)
    private static let memory = 8.0

    private let reach: Int
    private let surroundings: Int
    /// Logarithm of upward over downward height, of late.
    private var lean = 0.0
    private var beats = 0.0
    private var sign = 1.0

    init(rate: Hertz) {
        reach = max(1, Int(Self.reach.value * rate.value))
        surroundings = max(2, Int(Self.surroundings.value * rate.value))
    }

    mutating func locate(in signal: SampleHistory, near index: Int) -> Peak {
        let level = signal.withSamples((index - surroundings)...(index + surroundings)) {
            $0.total / Double($0.count)
        }
        let (lowest, highest) = signal.withSamples((index - reach)...(index + reach)) { samples in
            var (lowest, highest) = (reach, reach)
            for place in samples.indices {
                if samples[place] > samples[highest] { highest = place }
                if samples[place] < samples[lowest] { lowest = place }
            }
            return (index - reach + lowest, index - reach + highest)
        }
        let (up, down) = (signal[highest] - level, level - signal[lowest])
        let side = side(up: up, down: down)
        let top = side > 0 ? highest : lowest
        return Peak(
            position: Double(top) + vertex(of: signal, at: top), amplitude: max(0, max(up, down)))
    }

    private mutating func side(up: Double, down: Double) -> Double {
        guard up > 0, down > 0 else { return up >= down ? 1 : -1 }
        let own = Double.log(up / down)
        beats = min(beats + 1, Self.memory)
        // No beat outweighs others: a lead that turns over is followed within ten.
        let limit = Self.ownSideLog
        lean += (max(-limit, min(limit, own)) - lean) / beats
        if beats == 1 || lean * sign < -0.2 { sign = lean < 0 ? -1 : 1 }
        return own * sign < -limit ? -sign : sign
    }

    /// From the middle of three samples to the vertex of the parabola through them, −0.5…0.5.
    private func vertex(of signal: SampleHistory, at index: Int) -> Double {
        let (left, middle, right) = (signal[index - 1], signal[index], signal[index + 1])
        let bend = left - 2 * middle + right
        guard bend != 0 else { return 0 }
        return max(-0.5, min(0.5, (left - right) / (2 * bend)))
    }
}
