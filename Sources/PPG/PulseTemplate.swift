import Biosignals
import DSP

/// The running mean pulse, and how well a new pulse agrees with it.
///
/// Source: Orphanidou et al. (2015), doi:10.1109/JBHI.2014.2338351: the average correlation of a
///         stretch of good PPG is at least 0.86.
struct PulseTemplate: Sendable {
    struct Agreement: Sendable, Equatable {
        /// Pearson correlation with the mean pulse.
        var correlation: Double
        /// Root mean square of what the mean pulse does not explain, in the signal's unit.
        var residual: Double
    }

    static let correlationMin = 0.86
    private static let before: Seconds = 0.2
    private static let after: Seconds = 0.35
    private static let learning = 0.1
    /// After so many strangers in a row the template is taken to be the stranger.
    private static let strangersMax = 6

    private let lead: Int
    private var mean: [Double]
    private var pulse: [Double]
    private var learned = 0
    private var strangers = 0

    init(rate: Hertz) {
        lead = Int((Self.before.value * rate.value).rounded())
        let count = lead + Int((Self.after.value * rate.value).rounded()) + 1
        mean = Array(repeating: 0, count: count)
        pulse = mean
    }

    /// Samples after the peak that a comparison needs.
    var lag: Int { mean.count - 1 - lead }

    /// Compares the pulse whose peak is at `index` and learns from it; nil while there is nothing
    /// to compare with.
    mutating func compare(_ signal: SampleHistory, at index: Int) -> Agreement? {
        let spread = normalise(signal, at: index)
        guard spread > 0 else { return Agreement(correlation: 0, residual: 0) }
        guard learned > 0 else {
            learn(share: 1)
            return nil
        }
        var dot = 0.0
        var square = 0.0
        for place in mean.indices {
            dot += mean[place] * pulse[place]
            square += mean[place] * mean[place]
        }
        let correlation = square > 0 ? max(-1, min(1, dot / square.squareRoot())) : 0
        let unexplained = max(0, 1 - correlation * correlation)
        let residual = spread * (unexplained / Double(mean.count)).squareRoot()
        adapt(correlation)
        return Agreement(correlation: correlation, residual: residual)
    }

    /// Puts the pulse into `pulse` with mean 0 and norm 1, and returns the norm it had.
    private mutating func normalise(_ signal: SampleHistory, at index: Int) -> Double {
        var sum = 0.0
        for place in pulse.indices {
            pulse[place] = signal[index - lead + place]
            sum += pulse[place]
        }
        let level = sum / Double(pulse.count)
        var square = 0.0
        for place in pulse.indices {
            pulse[place] -= level
            square += pulse[place] * pulse[place]
        }
        let norm = square.squareRoot()
        guard norm > 0 else { return 0 }
        for place in pulse.indices { pulse[place] /= norm }
        return norm
    }

    private mutating func adapt(_ correlation: Double) {
        strangers = correlation < 0.5 ? strangers + 1 : 0
        if strangers >= Self.strangersMax {
            (strangers, learned) = (0, 0)
            learn(share: 1)
        } else if correlation >= 0.5 {
            learn(share: max(Self.learning, 1 / Double(learned + 1)))
        } else {
            learn(share: Self.learning / 4)
        }
    }

    private mutating func learn(share: Double) {
        learned += 1
        for place in mean.indices { mean[place] += share * (pulse[place] - mean[place]) }
    }
}
