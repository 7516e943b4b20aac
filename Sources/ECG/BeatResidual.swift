import Biosignals

/// What the mean beat does not explain.
///
/// Input:  the band-limited signal beat by beat, with the distance to the beat it belongs to:
///         from 0.25 s before an R peak to 0.25 s before the next.
/// Output: the power of the residual, the sample minus the running mean of the samples at that
///         distance, in the unit squared.
struct BeatResidual: Sendable {
    /// A sum of squares, and of how many.
    struct Power: Sendable, Equatable {
        var square = 0.0
        var count = 0
    }

    /// A beat begins this long before its R peak, and is followed for `length`.
    static let lead: Seconds = 0.25
    private static let length: Seconds = 1.2
    private static let memory = 10.0

    /// The mean at each distance, and of how many samples it is.
    private var means: [Double]
    private var counts: [Double]
    private let lead: Int

    init(rate: Hertz) {
        means = Array(repeating: 0, count: max(1, Int(Self.length.value * rate.value)))
        counts = means
        lead = Int(Self.lead.value * rate.value)
    }

    /// - Parameters:
    ///   - samples: of one beat, or of what lies where no beat is near.
    ///   - distance: samples from the R peak to the first of them, negative before it; nil if no beat
    ///     is near.
    ///   - blank: what lies as near to the R peak as that, or nearer, is learnt but not measured.
    ///   - power: the residual's is added to it.
    mutating func process(
        _ samples: UnsafeBufferPointer<Double>, from distance: Int?, blank: Int,
        into power: inout Power
    ) {
        guard let distance else { return Self.measure(samples[...], into: &power) }
        let first = distance + lead
        func clamped(_ offset: Int) -> Int { max(0, min(samples.count, offset)) }
        // Outside of what is followed nothing is explained.
        let (start, end) = (clamped(-first), clamped(means.count - first))
        let blankStart = max(start, min(end, -blank - distance))
        let blankEnd = max(blankStart, min(end, blank + 1 - distance))
        Self.measure(samples[..<start], into: &power)
        let before = learn(samples[start..<blankStart], at: first + start)
        _ = learn(samples[blankStart..<blankEnd], at: first + blankStart)
        let after = learn(samples[blankEnd..<end], at: first + blankEnd)
        Self.measure(samples[end...], into: &power)
        power.square += before + after
        power.count += blankStart - start + end - blankEnd
    }

    /// The same sample by sample: what the means do not explain of the steps from each sample to the
    /// next.
    /// - Parameters:
    ///   - samples: one more than `rests`; the first lies before the stretch.
    ///   - rests: as long as the stretch.
    mutating func subtractSteps(
        _ samples: UnsafeBufferPointer<Double>, from distance: Int?,
        into rests: UnsafeMutableBufferPointer<Float>
    ) {
        let first = (distance ?? 0) + lead
        let start = distance == nil ? rests.count : max(0, min(rests.count, -first))
        let end = max(start, min(rests.count, means.count - first))
        means.withUnsafeMutableBufferPointer { means in
            counts.withUnsafeMutableBufferPointer { counts in
                let whole = start + (end - start) & ~3
                for index in stride(from: start, to: whole, by: 4) {
                    let step = samples.four(at: index + 1) - samples.four(at: index)
                    rests.setFour(
                        at: index, to: Self.learnFour(step, &means, &counts, at: first + index))
                }
                for index in whole..<end {
                    let place = first + index
                    counts[place] = min(counts[place] + 1, Self.memory)
                    let rest = samples[index + 1] - samples[index] - means[place]
                    means[place] += rest / counts[place]
                    rests[index] = Float(rest)
                }
            }
        }
        // Outside of what is followed nothing is explained.
        for index in 0..<start { rests[index] = Float(samples[index + 1] - samples[index]) }
        for index in end..<rests.count { rests[index] = Float(samples[index + 1] - samples[index]) }
    }

    /// Takes four samples into the means from `place` on; returns the residuals.
    @inline(__always)
    private static func learnFour(
        _ samples: SIMD4<Double>, _ means: inout UnsafeMutableBufferPointer<Double>,
        _ counts: inout UnsafeMutableBufferPointer<Double>, at place: Int
    ) -> SIMD4<Double> {
        let (mean, seen) = (means.four(at: place), counts.four(at: place))
        let residual = samples - mean
        // Settled places need no division.
        if seen.min() >= memory {
            means.setFour(at: place, to: mean + residual * (1 / memory))
        } else {
            let count = (seen + 1).replacing(
                with: SIMD4(repeating: memory), where: seen .>= SIMD4(repeating: memory))
            means.setFour(at: place, to: mean + residual / count)
            counts.setFour(at: place, to: count)
        }
        return residual
    }

    private static func measure(
        _ samples: Slice<UnsafeBufferPointer<Double>>, into power: inout Power
    ) {
        let samples = UnsafeBufferPointer(rebasing: samples)
        power.square += samples.product(samples)
        power.count += samples.count
    }

    /// Takes samples into the means from `place` on; returns the sum of the squared residuals.
    private mutating func learn(
        _ samples: Slice<UnsafeBufferPointer<Double>>, at place: Int
    ) -> Double {
        let samples = UnsafeBufferPointer(rebasing: samples)
        return means.withUnsafeMutableBufferPointer { means in
            counts.withUnsafeMutableBufferPointer { counts in
                var squares = SIMD4<Double>.zero
                let whole = samples.count & ~3
                for index in stride(from: 0, to: whole, by: 4) {
                    let residual = Self.learnFour(
                        samples.four(at: index), &means, &counts, at: place + index)
                    squares += residual * residual
                }
                var square = squares.sum()
                for index in whole..<samples.count {
                    let count = min(counts[place + index] + 1, Self.memory)
                    let residual = samples[index] - means[place + index]
                    means[place + index] += residual / count
                    counts[place + index] = count
                    square += residual * residual
                }
                return square
            }
        }
    }
}
