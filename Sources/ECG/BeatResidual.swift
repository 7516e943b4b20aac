import Biosignals

/// What the mean beat does not explain.
///
/// Input:  the band-limited signal beat by beat, with the distance to the beat it belongs to:
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

    /// - Parameters:
    ///   - samples: of one beat, or of what lies where no beat is near.
    ///   - distance: samples from the R peak to the first of them, negative before it; nil if no beat
    ///     is near.
    ///   - take: is handed every residual, and its distance.
    @inline(__always)
    mutating func process(
        _ samples: UnsafeBufferPointer<Double>, from distance: Int?, _ take: (Double, Int?) -> Void
    ) {
        guard let distance else {
            for sample in samples { take(sample, nil) }
            return
        }
        let lead = lead
        means.withUnsafeMutableBufferPointer { means in
            for (offset, sample) in samples.enumerated() {
                let place = distance + offset + lead
                guard place >= 0, place < means.count else {
                    take(sample, place - lead)
                    continue
                }
                let known = means[place]
                let residual = sample - known.x
                let count = min(known.y + 1, Self.memory)
                means[place] = SIMD2(known.x + residual / count, count)
                take(known.y > 0 ? residual : sample, place - lead)
            }
        }
    }
}
