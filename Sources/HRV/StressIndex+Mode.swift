extension StressIndex {
    /// The index with its mode read off the histogram or taken as the median.
    static func value(_ milliseconds: [Double], mode: HRVDefinitions.StressMode) -> Double? {
        guard mode == .median else { return value(milliseconds) }
        guard let low = milliseconds.min(), let high = milliseconds.max(), high > low,
            let histogram = NNHistogram(milliseconds, bin: bin)
        else { return nil }
        let sorted = milliseconds.sorted()
        let (half, rest) = sorted.count.quotientAndRemainder(dividingBy: 2)
        let median = rest == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
        return histogram.modeAmplitude / (2 * median / 1_000 * (high - low) / 1_000)
    }
}
