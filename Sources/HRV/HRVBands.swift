/// Frequency bands of heart rate variability, half-open, Hz.
/// Source: Task Force (1996), doi:10.1161/01.CIR.93.5.1043.
public enum HRVBands {
    public static let vlf = 0.0033..<0.04
    public static let lf = 0.04..<0.15
    public static let hf = 0.15..<0.40
}
