import Biosignals
import DSP

/// Grades every pulse by how well it agrees with the mean of the trusted ones on both sides.
struct PulseGrader: Sendable {
    private static let neighbours = 10
    private static let neighboursMin = 4
    private static let before: Seconds = 0.2
    private static let after: Seconds = 0.35

    private let frontEnd: PulseFrontEnd
    private let signal: SampleHistory
    private let lead: Int
    private let count: Int

    init(frontEnd: PulseFrontEnd, signal: SampleHistory) {
        self.frontEnd = frontEnd
        self.signal = signal
        lead = Int((Self.before.value * frontEnd.rate.value).rounded())
        count = lead + Int((Self.after.value * frontEnd.rate.value).rounded()) + 1
    }

    func grade(_ pulses: inout [ReviewedPulse]) {
        let shapes = pulses.map { shape(of: $0) }
        for index in pulses.indices {
            guard let likeness = likeness(of: index, shapes, pulses) else { continue }
            pulses[index].regrade(likeness: likeness)
        }
    }

    /// Mean 0 and norm 1 about its own straight line; empty for a flat stretch.
    private func shape(of pulse: ReviewedPulse) -> [Double] {
        let first = Int(frontEnd.index(of: pulse.time).rounded()) - lead
        let (start, end) = (signal[first], signal[first + count - 1])
        var values = (0..<count).map {
            signal[first + $0] - start - (end - start) * Double($0) / Double(count - 1)
        }
        let mean = values.reduce(0, +) / Double(count)
        for place in values.indices { values[place] -= mean }
        let norm = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard norm > 0 else { return [] }
        return values.map { $0 / norm }
    }

    private func likeness(
        of index: Int, _ shapes: [[Double]], _ pulses: [ReviewedPulse]
    ) -> Double? {
        var sum = Array(repeating: 0.0, count: count)
        var used = 0
        let range =
            max(
                0, index - Self.neighbours)...min(
                pulses.count - 1, index + Self.neighbours)
        for other in range where other != index && pulses[other].isTrusted {
            guard !shapes[other].isEmpty else { continue }
            used += 1
            for place in sum.indices { sum[place] += shapes[other][place] }
        }
        guard used >= Self.neighboursMin, !shapes[index].isEmpty else { return nil }
        let norm = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard norm > 0 else { return nil }
        return zip(sum, shapes[index]).reduce(0) { $0 + $1.0 * $1.1 } / norm
    }
}
