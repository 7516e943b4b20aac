/// What one entrant found in one signal. What it does not tell is nil.
struct Found: Decodable {
    /// In samples, increasing: R peaks, pulses, peaks of skin responses, breaths in.
    var positions: [Double] = []
    /// One a position, 0…1.
    var quality: [Double]?
    /// Samples that had been fed when each position became known.
    var knownAt: [Double]?
    /// What each position's error is said to be, SD in samples.
    var positionSD: [Double?]?
    /// Onsets of skin responses, in samples.
    var onsets: [Double]?
    /// Tonic level of each whole second, µS.
    var tonic: [Double?]?
    /// Quality of each whole window of ten seconds; nil where the entrant cannot judge.
    var scores: [Double?]?
    /// Quality of each whole second, 0…1.
    var seconds: [Double]?
    var cpuSeconds: Double?
    /// Why there is nothing.
    var failure: String?

    /// The positions whose quality suffices.
    func good(least: Double) -> [Double] {
        guard let quality else { return positions }
        return zip(positions, quality).filter { $0.1 >= least }.map(\.0)
    }
}
