extension HRVMeasureName {
    /// One-line method card: what exactly was computed.
    var method: String {
        switch self {
        case .meanNN: "mean of the NN intervals"
        case .heartRate: "60 000 / meanNN"
        case .sdnn: "standard deviation of NN, divided by N - 1"
        case .rmssd: "root mean square of differences of adjacent NN, none across a gap"
        case .sdsd: "standard deviation of differences of adjacent NN, divided by N - 1"
        case .nn50: "differences of adjacent NN strictly over 50 ms"
        case .pNN50: "differences strictly over 50 ms, of all differences of adjacent NN"
        case .pNN20: "differences strictly over 20 ms, of all differences of adjacent NN"
        case .cvnn: "SDNN / meanNN"
        case .cvsd: "RMSSD / meanNN"
        case .lnRMSSD: "natural logarithm of RMSSD in ms"
        case .hti: "N / highest bin, bins of 7.8125 ms from 0"
        case .tinn: "base of the least-squares triangle, bins of 7.8125 ms from 0"
        case .stressIndex: "Baevsky, not its root; mode and amplitude from bins of 50 ms from 0"
        case .sd1, .sd2: "SD (N - 1) along the rotated axis of the Poincare plot of adjacent NN"
        case .sd1sd2: "SD1 / SD2"
        case .ellipseArea: "pi * SD1 * SD2"
        case .sampEn: "m 2, r 0.2 SD (N - 1), strictly below r; no template across a gap"
        case .dfaAlpha1: "scales 4-16, windows side by side; longest stretch without a gap"
        case .dfaAlpha2: "scales 16-64, windows side by side; longest stretch without a gap"
        case .sdann: "SD (N - 1) of the means of complete 5-min segments"
        case .sdnnIndex: "mean of the SDs (N - 1) of complete 5-min segments"
        case .totalPower: "VLF + LF + HF; \(Self.spectrumMethod)"
        case .vlfPower: "[0.0033, 0.04) Hz; \(Self.spectrumMethod)"
        case .lfPower: "[0.04, 0.15) Hz; \(Self.spectrumMethod)"
        case .hfPower: "[0.15, 0.40) Hz; \(Self.spectrumMethod)"
        case .lfNormalized: "LF / (LF + HF) * 100; \(Self.spectrumMethod)"
        case .hfNormalized: "HF / (LF + HF) * 100; \(Self.spectrumMethod)"
        case .lfHfRatio:
            "LF / HF, not a measure of sympathovagal balance; \(Self.spectrumMethod)"
        case .lfPeak: "highest bin of [0.04, 0.15) Hz; \(Self.spectrumMethod)"
        case .hfPeak: "highest bin of [0.15, 0.40) Hz; \(Self.spectrumMethod)"
        }
    }

    private static let spectrumMethod =
        "4 Hz cubic spline, mean removed, Welch with Hann 256 s (or the whole stretch, if shorter) "
        + "and 50 % overlap, never across a gap"
}
