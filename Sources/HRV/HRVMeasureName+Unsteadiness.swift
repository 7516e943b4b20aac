extension HRVMeasureName {
    /// How much a rhythm changes its ways beyond what a window of it shows: a window of w seconds
    /// misses by as much as if it were w independent draws, each with this error on the measure's
    /// `HRVErrorScale`. That law held on every record from 60 s to 240 s.
    ///
    /// Fitted so that 95 % of the 5-minute values lie in the intervals of sub-windows from the
    /// measure's shortest window to 240 s, at the start, in the middle and at the end of the five
    /// minutes: nsr2db nsr004 and nine of the MIT-BIH, long-term and short series; then rounded
    /// towards what all records together would give. Single records would give (nsr001; ltdb 14046):
    /// RMSSD 0.9 and 0.7, CVSD 1.1 and 0.9, SDNN 4.4 and 2.1, HF 7.2 and 0, LF 10 and 4, α1 2.8 and
    /// 1.8, SampEn 14 and 7. They are days at large; of people at rest the intervals are rather too
    /// wide.
    /// The histogram's measures, VLF and total power, which ask for five minutes, have theirs from
    /// the difference of 415 pairs of neighbouring windows of nsr001, nsr004 and 14046.
    var unsteadiness: Double {
        switch self {
        case .meanNN, .heartRate: 0
        case .rmssd, .sdsd, .lnRMSSD, .sd1: 0.8
        case .cvsd: 1.1
        case .sdnn, .cvnn, .sd1sd2: 4.5
        case .sd2: 5
        case .ellipseArea: 5.5
        case .pNN50, .pNN20: 0.55
        case .hti: 4.5
        case .tinn: 10
        case .stressIndex: 8
        case .hfPower: 6.5
        case .lfPower: 10.5
        case .lfHfRatio, .lfNormalized, .hfNormalized: 7.5
        case .vlfPower: 15
        case .totalPower: 10
        case .sampEn: 11
        case .dfaAlpha1: 3
        case .dfaAlpha2: 4.5
        case .nn50, .lfPeak, .hfPeak, .sdann, .sdnnIndex: 0
        }
    }

    /// The same per SDNN / meanNN of the window: a heart rate on the move takes the mean interval
    /// with it, and RMSSD follows twice as fast (fitted as above, CVSD, which is RMSSD freed of the
    /// rate, needs no such term).
    var unsteadinessOfRate: Double {
        switch self {
        case .meanNN, .heartRate: 8
        case .rmssd, .sdsd, .lnRMSSD, .sd1: 16
        default: 0
        }
    }

    /// Error on the scale per share of beats that an edit made: 0.05 edited, and RMSSD errs by 3.5 %.
    /// Of five and 15 missed, extra, early and displaced beats put into 106 clean five minutes
    /// (records as above) and mended by `NNEditor`, the 95th percentile of |error| / share over 1.96:
    /// RMSSD 0.6, SDNN 0.2, SD1/SD2 0.6, LF 0.5, HF 1.7, LF/HF 1.8, pNN20 0.6, α1 0.35, SampEn 3.
    var editError: Double {
        switch self {
        case .meanNN, .heartRate: 0.1
        case .hfPower, .lfHfRatio, .lfNormalized, .hfNormalized: 2
        case .sampEn: 3
        default: 0.7
        }
    }
}
