/// What a measure asks of its window.
struct HRVRequirement {
    /// Shortest window, seconds. Of the longest stretch without a gap, where the measure needs one.
    let windowMin: Double
    /// Fewest NN intervals.
    let intervalsMin: Int
}

extension HRVMeasureName {
    /// The shortest windows whose value stands for the 5-minute value.
    ///
    /// Rule:    from there on the median error against the five minutes around is 20 % or less and the
    ///          median bias 5 % or less; what is read as a ratio or an exponent, or depends on the
    ///          length by its making (SDNN and its kin, entropies, histograms), needs 10 %.
    /// Records: 620 clean five minutes (nsr2db nsr001, nsr004; ltdb 14046; MIT-BIH sinus rhythm; short
    ///          series), the window in their middle. Median error / 90th percentile / bias, %:
    ///
    ///                 60 s        90 s        120 s       180 s      240 s
    ///     meanNN      1/6/0       1/5/0       1/4/0       1/3/0      0/1/0      (10 s: 2/9/0)
    ///     RMSSD       8/22/-1     6/18/0      5/15/0      3/10/0     2/6/0      (30 s: 12/31/-3)
    ///     SDNN        20/54/-17   15/44/-11   12/37/-8    7/26/-4    4/13/-1
    ///     pNN50       42/100/-10  34/100/-4   27/100/-3   17/68/1    10/31/1
    ///     pNN20       10/37/0     9/31/1      7/26/0      5/15/0     3/8/0
    ///     HF          22/63/-7    17/53/-4    14/43/-3    10/29/-1   6/21/0
    ///     LF          40/100/-2   33/79/-2    27/64/-2    16/47/1    10/33/0    (150 s: 20/53/0)
    ///     LF/HF       42/121/-3   31/81/-1    24/64/0     16/45/0    10/30/0
    ///     DFA α1      11/34/-3    9/27/-2     7/22/-2     5/17/0     4/13/0
    ///     SampEn      21/125/10   15/94/7     10/72/3     6/46/0     3/15/0
    ///     HTI         23/48/-20   18/42/-15   16/35/-12   10/26/-7   6/16/-3
    ///     stress      71/272/71   52/176/52   35/133/35   17/70/15   7/36/5
    ///     VLF         59/92/-50   46/86/-33   35/77/-23   21/52/-6   14/46/0
    ///
    /// Source: Shaffer, Meehan & Zerr (2020), doi:10.3389/fnins.2020.594880, on why short windows
    ///         need a criterion. VLF and total power need five minutes by the Task Force (1996),
    ///         doi:10.1161/01.CIR.93.5.1043, SDANN and its kin 18 of 24 hours.
    var requirement: HRVRequirement {
        switch self {
        case .meanNN, .heartRate: HRVRequirement(windowMin: 10, intervalsMin: 5)
        case .rmssd, .sdsd, .lnRMSSD, .cvsd, .sd1:
            HRVRequirement(windowMin: 60, intervalsMin: 30)
        case .pNN20: HRVRequirement(windowMin: 90, intervalsMin: 30)
        case .nn50, .pNN50: HRVRequirement(windowMin: 180, intervalsMin: 30)
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
