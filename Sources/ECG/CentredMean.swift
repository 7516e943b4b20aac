/// Moving mean over an odd number of samples, so that its delay is a whole number of them.
///
/// Starts as if the first sample had been there for ever. Works on blocks in their place.
struct CentredMean: Sendable {
    private var samples: [Double]
    private let scale: Double
    private var next = 0
    private var sum = 0.0
    private var hasStarted = false

    /// - Parameter width: in samples; made odd, at least 1.
    init(width: Double) {
        samples = Array(repeating: 0, count: Self.count(width: width))
        scale = 1 / Double(samples.count)
    }

    /// Samples of a mean that wide.
    static func count(width: Double) -> Int { 2 * max(0, Int((width - 1) / 2 + 0.5)) + 1 }

    var delay: Int { samples.count / 2 }

    /// Puts the mean in the place of each sample.
    mutating func average(_ block: UnsafeMutableBufferPointer<Double>) {
        run(over: block) { mean, _ in mean }
    }

    /// Takes the mean off: puts the middle sample less it in the place of each sample.
    mutating func level(_ block: UnsafeMutableBufferPointer<Double>) {
        run(over: block) { mean, middle in middle - mean }
    }

    /// - Parameter value: what follows from the mean and from the sample in the middle.
    @inline(__always)
    private mutating func run(
        over block: UnsafeMutableBufferPointer<Double>, _ value: (Double, Double) -> Double
    ) {
        guard let first = block.first else { return }
        if !hasStarted { settle(at: first) }
        let (count, delay, scale) = (samples.count, delay, scale)
        var (sum, next) = (sum, next)
        samples.withUnsafeMutableBufferPointer { samples in
            for place in block.indices {
                sum += block[place] - samples[next]
                samples[next] = block[place]
                next += 1
                if next == count {
                    next = 0
                    // Once a lap, so rounding cannot pile up.
                    sum = UnsafeBufferPointer(samples).total
                }
                let middle = next + delay
                block[place] = value(sum * scale, samples[middle < count ? middle : middle - count])
            }
        }
        (self.sum, self.next) = (sum, next)
    }

    private mutating func settle(at level: Double) {
        hasStarted = true
        for place in samples.indices { samples[place] = level }
        sum = level * Double(samples.count)
    }
}
