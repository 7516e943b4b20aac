/// The measures of a panel, in the order in which the field lists them.
public enum HRVMeasureName: String, CaseIterable, Sendable {
    case meanNN, sdnn, rmssd, sdsd, nn50, pNN50, pNN20, cvnn, cvsd, lnRMSSD
    case hti, tinn, heartRate
    case totalPower, vlfPower, lfPower, hfPower, lfNormalized, hfNormalized, lfHfRatio
    case lfPeak, hfPeak
    case sd1, sd2, sd1sd2, ellipseArea, sampEn, dfaAlpha1, dfaAlpha2
    case stressIndex, sdann, sdnnIndex

    /// The kind of arithmetic behind a measure, which decides what it asks of a window.
    enum Domain { case time, spectrum, nonlinear }

    var domain: Domain {
        switch self {
        case .totalPower, .vlfPower, .lfPower, .hfPower, .lfNormalized, .hfNormalized, .lfHfRatio,
            .lfPeak, .hfPeak:
            .spectrum
        case .sd1, .sd2, .sd1sd2, .ellipseArea, .sampEn, .dfaAlpha1, .dfaAlpha2: .nonlinear
        default: .time
        }
    }

    /// As written in files and on the wire.
    public var unit: String {
        switch self {
        case .meanNN, .sdnn, .rmssd, .sdsd, .tinn, .sd1, .sd2, .sdann, .sdnnIndex: "ms"
        case .pNN50, .pNN20: "%"
        case .heartRate: "1/min"
        case .totalPower, .vlfPower, .lfPower, .hfPower, .ellipseArea: "ms²"
        case .lfNormalized, .hfNormalized: "n.u."
        case .lfPeak, .hfPeak: "Hz"
        case .lnRMSSD: "ln(ms)"
        case .stressIndex: "1/s²"
        case .nn50, .cvnn, .cvsd, .hti, .lfHfRatio, .sd1sd2, .sampEn, .dfaAlpha1, .dfaAlpha2: "1"
        }
    }
}
