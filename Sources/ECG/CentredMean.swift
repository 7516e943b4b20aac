/// Moving mean over an odd number of samples, so that its delay is a whole number of them.
///
/// Starts as if the first sample had been there for ever.
struct CentredMean: Sendable {
    private var ring: [Double]
    private let scale: Double
    private var next = 0
    private var sum = 0.0
    private var hasStarted = false

    /// - Parameter width: in samples; made odd, at least 1.
    init(width: Double) {
        let half = max(0, Int((width - 1) / 2 + 0.5))
        ring = Array(repeating: 0, count: 2 * half + 1)
        scale = 1 / Double(ring.count)
    }

    var delay: Int { ring.count / 2 }

    mutating func process(_ sample: Double) -> Double {
        if !hasStarted { settle(at: sample) }
        sum += sample - ring[next]
        ring[next] = sample
        next += 1
        if next == ring.count {
            next = 0
            sum = ring.reduce(0, +)  // Once a lap, so rounding cannot pile up.
        }
        return sum * scale
    }

    private mutating func settle(at level: Double) {
        hasStarted = true
        for index in ring.indices { ring[index] = level }
        sum = level * Double(ring.count)
    }
}
