/// A named set of definitions: which spectrum, which bands, which divisor.
public enum HRVPreset: String, CaseIterable, Sendable {
    /// Task Force (1996), doi:10.1161/01.CIR.93.5.1043, with what it leaves open settled: 4 Hz cubic
    /// spline, mean removed, Hann window of 256 s, half overlap.
    case taskforce
    /// Kubios HRV by its published parameters, as the literature quotes them from Tarvainen et al.
    /// (2014), doi:10.1016/j.cmpb.2013.07.024, and its user's guide. Neither they nor any output of the
    /// program were at hand.
    case kubios
    /// NeuroKit2 0.2.13, its defaults with `normalize=False`.
    case neurokit
    /// PhysioNet Cardiovascular Signal Toolbox: Vest et al. (2018), doi:10.1088/1361-6579/aae021.
    case physionet

    public var definitions: HRVDefinitions {
        switch self {
        case .taskforce: HRVDefinitions()
        case .kubios: .kubios
        case .neurokit: .neurokit
        case .physionet: .physionet
        }
    }

    /// How the tool cleans its intervals unless told otherwise.
    public var correction: HRVCorrection {
        switch self {
        case .taskforce: .hypothesisTests
        case .kubios: .lipponenTarvainen
        case .neurokit: .none
        case .physionet: .removal(range: 0.375...2, changeMax: 0.2)
        }
    }
}
