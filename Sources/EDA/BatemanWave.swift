import RealModule

/// One response of skin conductance: sweat that reaches the duct at one pace and dries at another.
///
/// Shape:  gain · (e^(−t/slow) − e^(−t/fast)) from the onset on.
/// Source: Schneider (1987) and Alexander et al. (2005), doi:10.1016/j.jneumeth.2005.02.001.
struct BatemanWave: Sendable, Equatable {
    /// Seconds.
    var onset: Double
    /// µS; the height is less, see `amplitude`.
    var gain: Double
    /// Natural logarithms of seconds.
    var logSlow: Double
    var logFast: Double

    var slow: Double { .exp(logSlow) }
    var fast: Double { .exp(logFast) }

    /// Onset to peak, s.
    var rise: Double { (logSlow - logFast) * slow * fast / (slow - fast) }

    /// The height of a wave of gain 1.
    var shapeHeight: Double { .exp(-rise / slow) - .exp(-rise / fast) }

    /// Height at the peak, µS.
    var amplitude: Double { gain * shapeHeight }

    /// Peak to the moment at which half of the height is left, s: by bisection, to a millisecond.
    var halfRecovery: Double {
        let half = shapeHeight / 2
        var (low, high) = (rise, rise + 8 * slow)
        while high - low > 0.001 {
            let middle = (low + high) / 2
            let value = Double.exp(-middle / slow) - .exp(-middle / fast)
            if value > half { low = middle } else { high = middle }
        }
        return low - rise
    }

    init(onset: Double, gain: Double, logSlow: Double, logFast: Double) {
        self.onset = onset
        self.gain = gain
        self.logSlow = logSlow
        self.logFast = logFast
    }

    /// A wave of the given height.
    init(onset: Double, amplitude: Double, slow: Double, fast: Double) {
        self.init(onset: onset, gain: 1, logSlow: .log(slow), logFast: .log(fast))
        gain = amplitude / shapeHeight
    }
}
