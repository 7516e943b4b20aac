/// Moving mean over an odd number of samples, so that its delay is a whole number of them.
///
/// Starts as if the first sample had been there for ever. Several means that advance together keep
/// their samples in one array, each from its own place on: that array is then opened once a sample
/// instead of once a mean.
struct CentredMean: Sendable {
    /// Where the samples begin, and how many there are.
    private let start: Int
    let count: Int
    private let scale: Double
    private var next = 0
    private var sum = 0.0
    private var hasStarted = false

    /// - Parameters:
    ///   - width: in samples; made odd, at least 1.
    ///   - start: place of the first sample in the array that is handed to `process`.
    init(width: Double, from start: Int = 0) {
        let half = max(0, Int((width - 1) / 2 + 0.5))
        self.start = start
        count = 2 * half + 1
        scale = 1 / Double(count)
    }

    var delay: Int { count / 2 }

    /// The first place behind the samples.
    var end: Int { start + count }

    /// The sample in the middle of those taken last.
    @inline(__always)
    func middle(of samples: UnsafeMutableBufferPointer<Double>) -> Double {
        let place = next + delay
        return samples[start + (place < count ? place : place - count)]
    }

    @inline(__always)
    mutating func process(
        _ sample: Double, in samples: UnsafeMutableBufferPointer<Double>
    ) -> Double {
        if !hasStarted { settle(at: sample, in: samples) }
        sum += sample - samples[start + next]
        samples[start + next] = sample
        next += 1
        if next == count {
            next = 0
            // Once a lap, so rounding cannot pile up.
            sum = 0
            for place in start..<end { sum += samples[place] }
        }
        return sum * scale
    }

    private mutating func settle(
        at level: Double, in samples: UnsafeMutableBufferPointer<Double>
    ) {
        hasStarted = true
        for place in start..<end { samples[place] = level }
        sum = level * Double(count)
    }
}
