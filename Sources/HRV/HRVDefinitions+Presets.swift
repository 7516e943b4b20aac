extension HRVDefinitions {
    /// Tarvainen et al. (2014), doi:10.1016/j.cmpb.2013.07.024; the user's guide of Kubios HRV 3.
    static let kubios: HRVDefinitions = {
        var made = HRVDefinitions()
        made.tool = "Kubios HRV"
        made.trend = .smoothnessPriors(lambda: 500)
        made.window = .seconds(300)
        made.centring = .series
        made.edges.vlf = 0..<0.04
        made.axes = .fromSDNN
        made.match = .atMost
        made.templates = .each
        made.scalesShort = .range(4, 12)
        made.scalesLong = .range(13, 64)
        made.stressMode = .median
        made.derived = [.sdsd, .pNN20, .cvnn, .cvsd, .lnRMSSD, .sd1sd2, .ellipseArea]
        return made
    }()

    /// NeuroKit2 0.2.13: `hrv_time`, `hrv_frequency(normalize=False)`, `hrv_nonlinear`.
    static let neurokit: HRVDefinitions = {
        var made = HRVDefinitions()
        made.tool = "NeuroKit2 0.2.13"
        made.gaps = .bridged
        made.share = .ofDifferencesAndOne
        made.lastBin = .closed
        made.triangle = .rightFoot(errorMax: 16_384)
        made.segments = .rounded
        made.resampling = .quadratic(rate: 100)
        made.window = .halfTheSeries
        made.padding = .twice
        made.centring = .series
        made.lowest = .fourPeriods
        made.edges.ulf = 0..<0.0033
        made.edges.vhf = 0.4..<0.5
        made.integration = .trapezoidsInside
        made.normalization = .total
        made.scalesShort = .range(4, 11)
        made.scalesLong = .upToTenth(from: 12)
        made.fluctuation = .halfOverlapping
        made.absent = [.stressIndex]
        made.derived = [.heartRate, .lnRMSSD, .nn50, .lfPeak, .hfPeak]
        return made
    }()

    /// PhysioNet Cardiovascular Signal Toolbox 1.0: Vest et al. (2018),
    /// doi:10.1088/1361-6579/aae021; the choices that paper leaves open are those with which its
    /// printed values come out.
    static let physionet: HRVDefinitions = {
        var made = HRVDefinitions()
        made.tool = "PhysioNet Cardiovascular Signal Toolbox"
        made.neighbours = .listed
        made.gaps = .bridged
        made.limit = .atLeast
        made.axes = .fromSDNN
        made.tolerance = 0.15
        made.templates = .each
        made.scalesShort = .powers(4, 16)
        made.scalesLong = .powersToQuarter(from: 16)
        made.fluctuation = .sideBySideWithTail
        made.estimator = .lomb(step: 1 / 1_024, end: 0.5)
        made.scale = .withoutMeanInterval
        made.edges.ulf = 0..<0.0033
        made.integration = .rectangles
        made.absent = [.hti, .tinn, .stressIndex, .sdann, .sdnnIndex]
        made.derived = [
            .heartRate, .lnRMSSD, .sdsd, .nn50, .pNN20, .cvnn, .cvsd, .lfNormalized,
            .hfNormalized, .lfPeak, .hfPeak, .ellipseArea,
        ]
        return made
    }()
}
