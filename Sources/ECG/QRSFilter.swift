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
    /// Smoothed samples on their way to the middle of the baseline window.
    private var waiting: [Double]
    private var next = 0
    private var last = 0.0
    private var beforeLast = 0.0
    private var hasStarted = false
    let smoothDelay: Int
    let slopeDelay: Int
    let energyDelay: Int

    init(rate: Hertz, rules: QRSRules) {
        first = CentredMean(width: rules.smoothing.value * rate.value)
        second = first
        level = CentredMean(width: rules.baseline.value * rate.value)
        integrator = CentredMean(width: rules.width.value * rate.value)
        waiting = Array(repeating: 0, count: max(1, level.delay))
        smoothDelay = first.delay + second.delay
        slopeDelay = smoothDelay + waiting.count + 1
        energyDelay = slopeDelay + integrator.delay
    }

    mutating func process(_ sample: Double) -> Output {
        let smooth = second.process(first.process(sample))
        if !hasStarted {
            hasStarted = true
            for index in waiting.indices { waiting[index] = smooth }
        }
        let band = waiting[next] - level.process(smooth)
        waiting[next] = smooth
        next = next + 1 == waiting.count ? 0 : next + 1
        let slope = (band - beforeLast) / 2
        beforeLast = last
        last = band
        return Output(smooth: smooth, slope: slope, energy: integrator.process(abs(slope)))
    }
}
