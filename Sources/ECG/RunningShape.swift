import DSP

/// The running mean of the QRS complexes, as differences of samples, and the same made white.
struct RunningShape: Sendable {
    private static let memory = 12.0

    private(set) var count = 0.0
    /// Differences around the complex, with the whitener's lead before them.
    private var mean: [Double]
    /// `mean` made white, scaled so that the complex itself gives 1.
    private var kernel: [Double]
    private let reach: Int

    /// Samples of the complex.
    var length: Int { kernel.count }

    /// - Parameter reach: samples to either side of the middle.
    init(reach: Int) {
        self.reach = reach
        mean = Array(repeating: 0, count: 2 * reach + 1 + NoiseWhitener.order)
        kernel = Array(repeating: 0, count: 2 * reach + 1)
    }

    mutating func forget() {
        count = 0
        for place in mean.indices { mean[place] = 0 }
        for place in kernel.indices { kernel[place] = 0 }
    }

    mutating func learn(_ differences: SampleHistory, at index: Int) {
        count = min(count + 1, Self.memory)
        let first = index - reach - NoiseWhitener.order
        mean.withUnsafeMutableBufferPointer { mean in
            differences.withSamples(first...(first + mean.count - 1)) { differences in
                for place in mean.indices {
                    mean[place] += (differences[place] - mean[place]) / count
                }
            }
        }
    }

    mutating func whiten(_ coefficients: SIMD8<Double>) {
        guard count > 0 else { return }
        // A row of eight has the latest last.
        let weights = NoiseWhitener.reversed(coefficients)
        mean.withUnsafeBufferPointer { mean in
            kernel.withUnsafeMutableBufferPointer { kernel in
                for place in kernel.indices {
                    let terms =
                        weights.lowHalf * mean.four(at: place)
                        + weights.highHalf * mean.four(at: place + 4)
                    kernel[place] = terms.sum()
                }
                let square = UnsafeBufferPointer(kernel).product(UnsafeBufferPointer(kernel))
                let scale = square > .leastNormalMagnitude ? 1 / square : 0
                for place in kernel.indices { kernel[place] *= scale }
            }
        }
    }

    /// The likeness of each place of a block to the complex; 0 while there is none.
    /// - Parameter errors: the prediction errors of the whitener, as many before the block as the
    ///   complex has but one.
    func likenesses(
        _ errors: UnsafeBufferPointer<Double>,
        into likenesses: UnsafeMutableBufferPointer<Double>
    ) {
        guard count > 0 else { return likenesses.update(repeating: 0) }
        slidingProducts(kernel, over: errors, into: likenesses)
    }
}
