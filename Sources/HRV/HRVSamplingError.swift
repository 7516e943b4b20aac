import Biosignals
import DSP
import RealModule

/// How far a measure of one window scatters because the window holds only so many beats: its squared
/// standard error on the measure's `HRVErrorScale`, for a rhythm that keeps its ways.
///
/// Time domain and ellipse: a measure that is a smooth function of means moves with each interval by
///   its influence (Hampel 1974, doi:10.1080/01621459.1974.10482962); batch means give the error of
///   the influences' mean with every correlation between neighbours in it.
/// Powers: the band's sum of periodogram ordinates, each an exponential variable and correlated
///   with its neighbours by the Hann window: c · Σ S² / (Σ S)² / (K + 1) of K segments averaged, which
///   half overlapping makes all but independent (Welch 1967, doi:10.1109/TAU.1967.1161901).
/// SDNN index: batch means of the segments' deviations.
/// Entropy, exponents and the histogram's measures have none: what they scatter is all in
///   `HRVMeasureName.unsteadiness`.
struct HRVSamplingError {
    let nn: NNIntervals
    let spectrum: PowerSpectrum?
    let mean: Double
    /// Of the intervals, ms².
    let variance: Double
    let differences: [Double]
    /// Of the differences, ms².
    let meanSquare: Double

    /// N Σ w⁴ / (Σ w²)² of a Hann window.
    private static let hannFactor = 35.0 / 18

    /// Nil unless there are two adjacent intervals with some scatter.
    init?(of nn: NNIntervals, spectrum: PowerSpectrum?) {
        let differences = TimeDomain.differences(of: nn)
        guard let mean = TimeDomain.mean(nn.milliseconds), mean > 0,
            let deviation = TimeDomain.sdnn(nn.milliseconds), deviation > 0,
            let rmssd = TimeDomain.rmssd(differences: differences), rmssd > 0
        else { return nil }
        self.nn = nn
        self.spectrum = spectrum
        self.mean = mean
        self.differences = differences
        variance = deviation * deviation
        meanSquare = rmssd * rmssd
    }

    /// SDNN / meanNN.
    var relativeDeviation: Double { variance.squareRoot() / mean }

    /// Nil where the window does not show it.
    func squared(_ name: HRVMeasureName) -> Double? {
        switch name {
        case .meanNN, .heartRate: return batched(nn.milliseconds.map { $0 / mean })
        case .sdnn: return batched(spread)
        case .cvnn: return batched(zip(spread, nn.milliseconds).map { $0 - $1 / mean })
        case .rmssd, .sdsd, .lnRMSSD, .sd1: return batched(quickness)
        case .cvsd: return batched(zip(quickness, later).map { $0 - $1 / mean })
        case .sd2: return batched(slowness)
        case .sd1sd2: return batched(zip(quickness, slowness).map { $0 - $1 })
        case .ellipseArea: return batched(zip(quickness, slowness).map { $0 + $1 })
        case .pNN50, .nn50: return share(over: 50)
        case .pNN20: return share(over: 20)
        case .vlfPower, .lfPower, .hfPower, .totalPower: return name.powerBand.flatMap(power)
        case .lfHfRatio, .lfNormalized, .hfNormalized:
            guard let lf = power(HRVBands.lf), let hf = power(HRVBands.hf) else { return nil }
            return lf + hf
        case .sdnnIndex: return segmented
        default: return 0
        }
    }

    private func batched(_ values: [Double]) -> Double? {
        BatchMeans.squaredError(of: values).map { $0 * BatchMeans.inflation(values.count) }
    }

    /// Influences on ln SDNN.
    private var spread: [Double] {
        nn.milliseconds.map { ($0 - mean) * ($0 - mean) / (2 * variance) }
    }

    /// Influences on ln RMSSD, one per difference.
    private var quickness: [Double] { differences.map { $0 * $0 / (2 * meanSquare) } }

    /// The intervals that end a difference.
    private var later: [Double] {
        nn.count > 1
            ? (1..<nn.count).filter { nn.followsPrevious[$0] }.map { nn.milliseconds[$0] } : []
    }

    /// Influences on ln SD2, one per difference.
    private var slowness: [Double] {
        let sums = zip(later, differences).map { 2 * $0 - $1 }
        guard let middle = TimeDomain.mean(sums),
            let deviation = TimeDomain.standardDeviation(sums), deviation > 0
        else { return [] }
        return sums.map { ($0 - middle) * ($0 - middle) / (2 * deviation * deviation) }
    }

    private var segmented: Double? {
        let deviations = FiveMinuteSegments(of: nn).segments
            .compactMap(TimeDomain.standardDeviation)
        guard let mean = TimeDomain.mean(deviations), mean > 0 else { return nil }
        return batched(deviations.map { $0 / mean })
    }

    /// Of the arcsine of the root, which makes the error of a share the same everywhere: 1 / 4n of n
    /// independent differences, and what batches show if they are not.
    private func share(over limit: Double) -> Double? {
        let beyond = differences.map { abs($0) > limit ? 1.0 : 0 }
        let count = Double(beyond.count)
        guard let error = batched(beyond) else { return nil }
        let share = (beyond.reduce(0, +) + 0.375) / (count + 0.75)
        return max(1 / (4 * count + 2), error / (4 * share * (1 - share)))
    }

    private func power(_ band: Range<Double>) -> Double? {
        guard let spectrum else { return nil }
        var (sum, squares) = (0.0, 0.0)
        for (bin, density) in spectrum.density.enumerated()
        where band.contains(spectrum.frequency(at: bin).value) {
            sum += density
            squares += density * density
        }
        guard sum > 0 else { return nil }
        return Self.hannFactor * squares / (sum * sum) / Double(spectrum.segmentCount + 1)
    }
}
