extension HRVDefinitions {
    /// Whether a measure is so much the same as by our definitions that its error is, too. What
    /// tools do at gaps, at a limit met exactly or with one difference more does not count: it is
    /// small beside any interval.
    func sharesErrorModel(of name: HRVMeasureName) -> Bool {
        let ours = HRVDefinitions()
        if name == .meanNN || name == .heartRate { return true }
        guard trend == ours.trend else { return false }
        switch name {
        case .hti: return lastBin == ours.lastBin
        case .tinn: return triangle == ours.triangle
        case .stressIndex: return stressMode == ours.stressMode
        case .sdann, .sdnnIndex: return segments == ours.segments
        case .sampEn:
            return tolerance == ours.tolerance && match == ours.match
                && templates == ours.templates
        case .dfaAlpha1: return fluctuation == ours.fluctuation && scalesShort == ours.scalesShort
        case .dfaAlpha2: return fluctuation == ours.fluctuation && scalesLong == ours.scalesLong
        default: return name.domain != .spectrum || hasOurSpectrum
        }
    }

    private var hasOurSpectrum: Bool {
        let ours = HRVDefinitions()
        return estimator == ours.estimator && resampling == ours.resampling
            && window == ours.window && padding == ours.padding && centring == ours.centring
            && lowest == ours.lowest && scale == ours.scale && edges == ours.edges
            && integration == ours.integration && normalization == ours.normalization
    }
}
