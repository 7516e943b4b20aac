import Biosignals

/// Whether a pulse that only one of the two detectors found is a pulse all the same.
///
/// A pulse that both found is admitted as it is. One that only one found must look like the mean
/// pulse; if it was the second detector, which knows no amplitude, it may not come early either.
/// Fitted on BIDMC dev: of the 145 true pulses that only the first found 137 are admitted, of 20
/// false ones 7; of the second's 22 and 11, 12 and 3.
struct PulseAdmission: Sendable {
    /// Correlation with the mean pulse.
    private static let likenessMin = 0.5
    /// Share of the mean interval.
    private static let intervalShareMin = 0.6
    /// A longer pause is none of the heart's.
    private static let intervalMax: Seconds = 2
    private static let learning = 0.2

    private let intervalMax: Double
    /// Samples; 0 while there is none.
    private var intervalMean = 0.0
    private var last: Int?

    init(rate: Hertz) { intervalMax = Self.intervalMax.value * rate.value }

    func admits(
        _ finding: PulseAgreement.Finding, likeness: PulseTemplate.Agreement?, at index: Int
    ) -> Bool {
        if finding.isConfirmed { return true }
        guard let likeness else { return finding.candidate != nil }
        guard likeness.correlation >= Self.likenessMin else { return false }
        guard finding.candidate == nil, let last else { return true }
        return Double(index - last) >= Self.intervalShareMin * intervalMean
    }

    /// Learns from a pulse that was admitted.
    mutating func append(pulseAt index: Int, isConfirmed: Bool) {
        defer { last = index }
        guard isConfirmed, let last else { return }
        let interval = min(Double(index - last), intervalMax)
        intervalMean += (intervalMean == 0 ? 1 : Self.learning) * (interval - intervalMean)
    }
}
