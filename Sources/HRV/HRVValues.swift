import Biosignals
import DSP
import RealModule

/// The numbers behind a panel, each computed once and only if a measure that is wanted rests on it.
struct HRVValues {
    private let definitions: HRVDefinitions
    /// The intervals as they are.
    private let nn: NNIntervals
    /// After what the definitions say about trend and gaps.
    private let series: NNIntervals
    private let mean: Double?
    private let sdnn: Double?
    private let differences: [Double]
    private let rmssd: Double?
    private let plot: PoincareAxes?
    private let histogram: NNHistogram?
    private let powers: BandPowers?
    private let segments: SegmentMeasures?
    /// Whether the intervals are equal but for rounding: a shape read off that would be made up.
    private let isFlat: Bool
    /// Of the mean: far below any clock, far above the rounding of a sum.
    private static let flatMax = 1e-9

    init(
        of nn: NNIntervals, by definitions: HRVDefinitions, _ maker: HRVSpectrumMaker,
        wanted: (HRVMeasureName) -> Bool
    ) {
        func wants(_ names: HRVMeasureName...) -> Bool {
            names.contains { !definitions.absent.contains($0) && wanted($0) }
        }
        self.definitions = definitions
        self.nn = nn
        mean = TimeDomain.mean(nn.milliseconds)
        isFlat =
            (TimeDomain.sdnn(nn.milliseconds) ?? 0) <= Self.flatMax * (mean ?? 0)
        var detrended = nn
        if case .smoothnessPriors(let lambda) = definitions.trend {
            detrended = nn.detrended(lambda: lambda, rate: definitions.resampling.rate)
        }
        series = definitions.gaps == .bridged ? detrended.bridged : detrended
        sdnn = TimeDomain.sdnn(series.milliseconds)
        let paired = definitions.neighbours == .listed ? detrended.bridged : detrended
        differences = TimeDomain.differences(of: paired)
        rmssd = TimeDomain.rmssd(differences: differences)
        plot =
            wants(.sd1, .sd2, .sd1sd2, .ellipseArea)
            ? PoincareAxes(paired, definitions.axes, sdnn: sdnn) : nil
        histogram =
            wants(.hti, .tinn) ? NNHistogram(series.milliseconds, definitions.lastBin) : nil
        powers =
            HRVMeasureName.allCases.contains { $0.domain == .spectrum && wants($0) }
            ? maker.spectrum(of: nn, series: series).map { BandPowers($0, definitions) } : nil
        segments = wants(.sdann, .sdnnIndex) ? SegmentMeasures(nn, definitions.segments) : nil
    }

    /// What the powers were read off; nil where none was wanted or could be had.
    var spectrum: PowerSpectrum? { isFlat ? nil : powers?.spectrum.spectrum }

    func value(_ name: HRVMeasureName) -> Double? {
        let value =
            switch name.domain {
            case .time: timeValue(name)
            case .spectrum: isFlat ? flatPower(name) : powers?.value(name)
            case .nonlinear: nonlinearValue(name)
            }
        return value.flatMap { $0.isFinite ? $0 : nil }
    }

    /// There is no power, and no shape of it.
    private func flatPower(_ name: HRVMeasureName) -> Double? {
        switch name {
        case .totalPower, .vlfPower, .lfPower, .hfPower: powers == nil ? nil : 0
        default: nil
        }
    }

    private func timeValue(_ name: HRVMeasureName) -> Double? {
        switch name {
        case .meanNN: mean
        case .heartRate: mean.map { 60_000 / $0 }
        case .sdnn: sdnn
        case .rmssd: rmssd
        case .sdsd: TimeDomain.sdsd(differences: differences)
        case .nn50: count(50).map(Double.init)
        case .pNN50: share(50)
        case .pNN20: share(20)
        case .cvnn: ratio(sdnn, mean)
        case .cvsd: ratio(rmssd, mean)
        case .lnRMSSD: rmssd.map { Double.log($0) }
        case .hti: histogram?.triangularIndex
        case .tinn: histogram?.triangleBase(definitions.triangle)
        case .stressIndex: StressIndex.value(series.milliseconds, mode: definitions.stressMode)
        case .sdann: segments?.sdann
        case .sdnnIndex: segments?.sdnnIndex
        default: nil
        }
    }

    private func nonlinearValue(_ name: HRVMeasureName) -> Double? {
        switch name {
        case .sd1: plot?.sd1
        case .sd2: plot?.sd2
        case .sd1sd2, .sampEn, .dfaAlpha1, .dfaAlpha2: isFlat ? nil : shape(name)
        case .ellipseArea: plot.map { .pi * $0.sd1 * $0.sd2 }
        default: nil
        }
    }

    private func shape(_ name: HRVMeasureName) -> Double? {
        switch name {
        case .sd1sd2: ratio(plot?.sd1, plot?.sd2)
        case .sampEn: sdnn.flatMap { SampleEntropy.value(of: series, sd: $0, definitions) }
        case .dfaAlpha1: alpha(definitions.scalesShort)
        case .dfaAlpha2: alpha(definitions.scalesLong)
        default: nil
        }
    }

    /// Differences over `limit` ms; nil without differences.
    private func count(_ limit: Double) -> Int? {
        guard !differences.isEmpty else { return nil }
        switch definitions.limit {
        case .above:
            return TimeDomain.count(over: Milliseconds(limit), differences: differences)
        case .atLeast: return differences.count { abs($0) >= limit }
        }
    }

    /// %
    private func share(_ limit: Double) -> Double? {
        let whole = differences.count + (definitions.share == .ofDifferences ? 0 : 1)
        return count(limit).map { 100 * Double($0) / Double(whole) }
    }

    private func alpha(_ scales: HRVDefinitions.Scales) -> Double? {
        DetrendedFluctuation.alpha(
            Array(series.milliseconds[series.longestStretch]), scales, definitions.fluctuation)
    }
}

/// Nil where there is nothing to divide by.
func ratio(_ part: Double?, _ whole: Double?) -> Double? {
    guard let part, let whole, whole > 0 else { return nil }
    return part / whole
}
