import Biosignals

/// What the mean beat does not explain.
///
/// Input:  the band-limited signal sample by sample, with the distance to the beat it belongs to:
///         from 0.25 s before an R peak to 0.25 s before the next.
/// Output: the sample minus the running mean of the samples at that distance, same unit.
struct BeatResidual: Sendable {
    /// A beat begins this long before its R peak, and is followed for `length`.
    static let lead: Seconds = 0.25
    private static let length: Seconds = 1.2
    private static let memory = 10.0

    /// The mean at each distance, and of how many samples it is.
    private var means: [SIMD2<Double>]
    private let lead: Int

    init(rate: Hertz) {
        means = Array(repeating: .zero, count: max(1, Int(Self.length.value * rate.value)))
        lead = Int(Self.lead.value * rate.value)
    }

    /// - Parameter distance: samples since the R peak, negative before it; nil if no beat is near.
    mutating func process(_ sample: Double, distance: Int?) -> Double {
        guard let distance, distance + lead >= 0, distance + lead < means.count else {
            return sample
        }
        let place = distance + lead
        return means.withUnsafeMutableBufferPointer { means in
            let known = means[place]
            let residual = sample - known.x
            let count = min(known.y + 1, Self.memory)
            means[place] = SIMD2(known.x + residual / count, count)
            return known.y > 0 ? residual : sample
        }
    }
}
