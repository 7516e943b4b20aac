/// What a measure asks of its window.
struct HRVRequirement {
    /// Shortest window, seconds. Of the longest stretch without a gap, where the measure needs one.
    let windowMin: Double
    /// Fewest NN intervals.
    let intervalsMin: Int
}

extension HRVMeasureName {
    /// The shortest windows whose value stands for the 5-minute value.
    /// Source: Shaffer, Meehan & Zerr (2020), doi:10.3389/fnins.2020.594880, on why short windows
    ///         need a criterion; the figures are the agreement of sub-windows with whole 5-minute
    ///         windows (RMSSD within 8 % from 60 s on, SDNN within 4 % from 240 s on).
    ///         SDANN and its kin: the Task Force asks for 18 of 24 hours.
    var requirement: HRVRequirement {
        switch self {
        case .meanNN, .heartRate: HRVRequirement(windowMin: 10, intervalsMin: 5)
        case .rmssd, .sdsd, .lnRMSSD, .cvsd, .sd1:
            HRVRequirement(windowMin: 60, intervalsMin: 30)
        case .nn50, .pNN50, .pNN20: HRVRequirement(windowMin: 180, intervalsMin: 30)
        case .sdnn, .cvnn, .sd2, .sd1sd2, .ellipseArea:
            HRVRequirement(windowMin: 240, intervalsMin: 30)
        case .hti, .tinn, .stressIndex: HRVRequirement(windowMin: 300, intervalsMin: 100)
        case .hfPower, .hfPeak: HRVRequirement(windowMin: 90, intervalsMin: 30)
        case .lfPower, .lfPeak: HRVRequirement(windowMin: 150, intervalsMin: 30)
        case .lfHfRatio, .lfNormalized, .hfNormalized:
            HRVRequirement(windowMin: 240, intervalsMin: 30)
        case .vlfPower, .totalPower: HRVRequirement(windowMin: 300, intervalsMin: 30)
        case .sampEn, .dfaAlpha1: HRVRequirement(windowMin: 240, intervalsMin: 200)
        case .dfaAlpha2: HRVRequirement(windowMin: 240, intervalsMin: 256)
        case .sdann, .sdnnIndex: HRVRequirement(windowMin: 64_800, intervalsMin: 10_000)
        }
    }
}
