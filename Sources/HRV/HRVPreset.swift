/// A named set of definitions: which spectrum, which bands, which divisor.
public enum HRVPreset: String, CaseIterable, Sendable {
    /// Task Force (1996), doi:10.1161/01.CIR.93.5.1043, with what it leaves open settled: 4 Hz cubic
    /// spline, mean removed, Hann window of 256 s, half overlap.
    case taskforce
}
