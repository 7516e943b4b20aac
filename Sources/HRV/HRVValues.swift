import Biosignals
import DSP
import RealModule

/// The numbers behind a panel, each computed once and only if the window allows it.
struct HRVValues {
    private let nn: NNIntervals
    private let gate: HRVGate
    private let mean: Double?
    private let sdnn: Double?
    private let differences: [Double]
    private let rmssd: Double?
    private let plot: PoincarePlot?
    private let histogram: NNHistogram?
    /// Nil where the window allows none.
    let spectrum: PowerSpectrum?
    private let segments: FiveMinuteSegments?

    init(of nn: NNIntervals, gate: HRVGate, welch: WelchSpectrum) {
        func allows(_ name: HRVMeasureName) -> Bool { gate.objection(to: name) == nil }
        self.nn = nn
        self.gate = gate
        mean = TimeDomain.mean(nn.milliseconds)
        sdnn = TimeDomain.sdnn(nn.milliseconds)
        differences = TimeDomain.differences(of: nn)
        rmssd = TimeDomain.rmssd(differences: differences)
        plot = PoincarePlot(of: nn)
        histogram = allows(.hti) ? NNHistogram(nn.milliseconds) : nil
        spectrum = allows(.hfPower) ? Tachogram(of: nn).spectrum(welch) : nil
        segments = allows(.sdann) ? FiveMinuteSegments(of: nn) : nil
    }

    func estimate(_ name: HRVMeasureName) -> Estimate<Double> {
        if let objection = gate.objection(to: name) { return .unavailable(objection) }
        if let value = value(name), value.isFinite { return .value(value) }
        return .unavailable(.sourceUnsuitable(because: Self.undefined))
    }

    private static let undefined = "these intervals leave the measure undefined"

    private func value(_ name: HRVMeasureName) -> Double? {
        switch name.domain {
        case .time: timeValue(name)
        case .spectrum: spectrumValue(name)
        case .nonlinear: nonlinearValue(name)
        }
    }

    private func timeValue(_ name: HRVMeasureName) -> Double? {
        switch name {
        case .meanNN: mean
        case .heartRate: mean.map { 60_000 / $0 }
        case .sdnn: sdnn
        case .rmssd: rmssd
        case .sdsd: TimeDomain.sdsd(differences: differences)
        case .nn50:
            differences.isEmpty
                ? nil : Double(TimeDomain.count(over: 50, differences: differences))
        case .pNN50: TimeDomain.pNN(over: 50, differences: differences)
        case .pNN20: TimeDomain.pNN(over: 20, differences: differences)
        case .cvnn: ratio(sdnn, mean)
        case .cvsd: ratio(rmssd, mean)
        case .lnRMSSD: rmssd.map { Double.log($0) }
        case .hti: histogram?.triangularIndex
        case .tinn: histogram?.triangleBase
        case .stressIndex: StressIndex.value(nn.milliseconds)
        case .sdann: segments?.sdann
        case .sdnnIndex: segments?.sdnnIndex
        default: nil
        }
    }

    private func spectrumValue(_ name: HRVMeasureName) -> Double? {
        guard let spectrum else { return nil }
        let lf = spectrum.power(in: HRVBands.lf)
        let hf = spectrum.power(in: HRVBands.hf)
        switch name {
        case .vlfPower: return spectrum.power(in: HRVBands.vlf)
        case .lfPower: return lf
        case .hfPower: return hf
        case .totalPower: return spectrum.power(in: HRVBands.vlf) + lf + hf
        case .lfNormalized: return ratio(100 * lf, lf + hf)
        case .hfNormalized: return ratio(100 * hf, lf + hf)
        case .lfHfRatio: return ratio(lf, hf)
        case .lfPeak: return lf > 0 ? spectrum.peak(in: HRVBands.lf)?.value : nil
        case .hfPeak: return hf > 0 ? spectrum.peak(in: HRVBands.hf)?.value : nil
        default: return nil
        }
    }

    private func nonlinearValue(_ name: HRVMeasureName) -> Double? {
        switch name {
        case .sd1: plot?.sd1
        case .sd2: plot?.sd2
        case .sd1sd2: ratio(plot?.sd1, plot?.sd2)
        case .ellipseArea: plot?.area
        case .sampEn: sdnn.flatMap { SampleEntropy(of: nn, tolerance: 0.2 * $0).value }
        case .dfaAlpha1: alpha(DetrendedFluctuation.shortScales)
        case .dfaAlpha2: alpha(DetrendedFluctuation.longScales)
        default: nil
        }
    }

    private func alpha(_ scales: ClosedRange<Int>) -> Double? {
        DetrendedFluctuation.alpha(Array(nn.milliseconds[nn.longestStretch]), scales: scales)
    }

    /// Nil where there is nothing to divide by.
    private func ratio(_ part: Double?, _ whole: Double?) -> Double? {
        guard let part, let whole, whole > 0 else { return nil }
        return part / whole
    }
}
