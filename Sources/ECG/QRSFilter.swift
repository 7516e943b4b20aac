import Biosignals

/// The detection statistic of a QRS complex: how steep the signal is, over a QRS's width.
///
/// Input:  ECG in any unit, baseline and all, one sample at a time.
/// Output: the slope of the band-passed signal (about 8…20 Hz) and the mean of its magnitude over
///         100 ms, in the signal's unit per sample.
/// Delay:  `slopeDelay` and `energyDelay` samples, the same at every frequency.
/// Source: Hamilton (2002), Open Source ECG Analysis, Computers in Cardiology 29:101.
/// Differs: every window has an odd number of samples, so that the delays are known exactly.
struct QRSFilter: Sendable {
    struct Output {
        /// The signal below about 18 Hz, baseline and all; later than the input by `smoothDelay`.
        var smooth: Double
        var slope: Double
        var energy: Double
    }

    private var first: CentredMean
    private var second: CentredMean
    private var level: CentredMean
    private var integrator: CentredMean
    /// The samples of the four means, one after the other.
    private var samples: [Double]
    private var last = 0.0
    private var beforeLast = 0.0
    let smoothDelay: Int
    let slopeDelay: Int
    let energyDelay: Int

    init(rate: Hertz, rules: QRSRules) {
        let smoothing = rules.smoothing.value * rate.value
        first = CentredMean(width: smoothing)
        second = CentredMean(width: smoothing, from: first.end)
        // The middle of the baseline window is a sample before its newest one.
        level = CentredMean(width: max(3, rules.baseline.value * rate.value), from: second.end)
        integrator = CentredMean(width: rules.width.value * rate.value, from: level.end)
        samples = Array(repeating: 0, count: integrator.end)
        smoothDelay = first.delay + second.delay
        slopeDelay = smoothDelay + level.delay + 1
        energyDelay = slopeDelay + integrator.delay
    }

    mutating func process(_ sample: Double) -> Output {
        samples.withUnsafeMutableBufferPointer { samples in
            let smooth = second.process(first.process(sample, in: samples), in: samples)
            let mean = level.process(smooth, in: samples)
            let band = level.middle(of: samples) - mean
            let slope = (band - beforeLast) / 2
            beforeLast = last
            last = band
            let energy = integrator.process(abs(slope), in: samples)
            return Output(smooth: smooth, slope: slope, energy: energy)
        }
    }
}
