/// Baevsky's stress index, 1/s²: AMo / (2 · Mo · MxDMn), its root not taken.
///
/// AMo is the share of intervals in the modal bin of 50 ms, in %; Mo the middle of that bin, s;
/// MxDMn the range of the intervals, s. It falls as the window grows: compare 5 minutes with 5
/// minutes only.
/// Source: Baevsky & Chernikova (2017), doi:10.12710/cardiometry.2017.10.6676.
public enum StressIndex {
    static let bin = 50.0

    /// Nil without intervals or without any range.
    public static func value(_ milliseconds: [Double]) -> Double? {
        guard let low = milliseconds.min(), let high = milliseconds.max(), high > low,
            let histogram = NNHistogram(milliseconds, bin: bin)
        else { return nil }
        let (mode, range) = (histogram.modeMilliseconds / 1_000, (high - low) / 1_000)
        return histogram.modeAmplitude / (2 * mode * range)
    }
}
