extension HRVMeasureName {
    /// The choices its value rests on, given the others.
    public func choices(_ definitions: HRVDefinitions) -> [HRVChoice] {
        switch self {
        case .meanNN, .heartRate: []
        case .sdnn, .cvnn: [.trend]
        case .rmssd, .sdsd, .cvsd, .lnRMSSD: [.trend, .neighbours]
        case .nn50: [.trend, .neighbours, .limit]
        case .pNN50, .pNN20: [.trend, .neighbours, .limit, .share]
        case .hti: [.trend, .lastBin]
        case .tinn: [.trend, .lastBin, .triangle]
        case .stressIndex: [.trend, .stressMode]
        case .sdann, .sdnnIndex: [.segments]
        case .sd1: [.trend, .neighbours]
        case .sd2, .sd1sd2, .ellipseArea: [.trend, .neighbours, .axes]
        case .sampEn: [.trend, .gaps, .tolerance, .match, .templates]
        case .dfaAlpha1: [.trend, .gaps, .scalesShort, .fluctuation]
        case .dfaAlpha2: [.trend, .gaps, .scalesLong, .fluctuation]
        case .vlfPower: Self.ofSpectrum + [.vlfBand, .integration, .scale]
        case .lfPower, .hfPower: Self.ofSpectrum + [.integration, .scale]
        case .totalPower:
            Self.ofSpectrum + [.ulfBand, .vlfBand, .vhfBand, .integration, .scale]
        case .lfNormalized, .hfNormalized:
            Self.ofSpectrum + [.integration, .normalization]
                + (definitions.normalization == .total ? [.ulfBand, .vlfBand, .vhfBand] : [])
        case .lfHfRatio: Self.ofSpectrum + [.integration]
        case .lfPeak, .hfPeak: Self.ofSpectrum
        }
    }

    private static let ofSpectrum: [HRVChoice] = [
        .trend, .gaps, .estimator, .resampling, .window, .padding, .centring, .lowest,
    ]
}
