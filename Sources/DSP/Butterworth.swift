public import Biosignals
import RealModule

/// Butterworth low-pass or high-pass filter as a cascade of second-order sections.
///
/// Input:  any unit, one sample at a time. Output: the same unit.
/// Delay:  the filter's own, frequency-dependent; roughly order / (4 · cut-off) in the pass band
///         of a low-pass.
/// Starts settled at the first sample it sees, so that an offset makes no transient.
/// Throws: `DSPError.orderOutOfRange` outside 1…12, `.cutoffOutOfRange` outside (0, rate / 2).
/// Source: bilinear transform of the Butterworth prototype with prewarping, e.g. Oppenheim &
///         Schafer, Discrete-Time Signal Processing, chapter 7.
public struct Butterworth: StreamProcessor, Equatable {
    public enum Response: Sendable { case lowPass, highPass }

    @usableFromInline var sections: [Biquad]
    @usableFromInline var hasStarted = false

    public init(_ response: Response, order: Int, cutoff: Hertz, rate: Hertz) throws(DSPError) {
        guard (1...12).contains(order) else { throw .orderOutOfRange(order: order) }
        guard cutoff.value > 0, cutoff.value < rate.value / 2 else {
            throw .cutoffOutOfRange(cutoff: cutoff, rate: rate)
        }
        let warped = Double.tan(.pi * cutoff.value / rate.value)
        var sections: [Biquad] = []
        for pair in 0..<(order / 2) {
            let angle = Double.pi * Double(2 * pair + 1) / Double(2 * order)
            sections.append(Self.section(response, warped: warped, damping: 2 * .sin(angle)))
        }
        if order % 2 == 1 { sections.append(Self.firstOrder(response, warped: warped)) }
        self.sections = sections
    }

    @inlinable
    public mutating func process(_ sample: Double) -> Double {
        if !hasStarted { settle(at: sample) }
        return sections.withUnsafeMutableBufferPointer { sections in
            var value = sample
            for index in sections.indices { value = sections[index].process(value) }
            return value
        }
    }

    /// Filters a block in its place, the same as sample by sample.
    public mutating func process(inPlace block: UnsafeMutableBufferPointer<Double>) {
        guard let first = block.first else { return }
        if !hasStarted { settle(at: first) }
        for index in sections.indices {
            var section = sections[index]
            for place in block.indices { block[place] = section.process(block[place]) }
            sections[index] = section
        }
    }

    @usableFromInline
    mutating func settle(at level: Double) {
        hasStarted = true
        var level = level
        for index in sections.indices {
            sections[index].settle(at: level)
            level = sections[index].steadyOutput(at: level)
        }
    }

    /// Analogue prototype 1 / (s² + damping·s + 1), or its high-pass mirror, by s = (1 − z⁻¹) /
    /// (K·(1 + z⁻¹)) with K = `warped`.
    private static func section(
        _ response: Response, warped: Double, damping: Double
    ) -> Biquad {
        let squared = warped * warped
        let scale = 1 / (1 + damping * warped + squared)
        let a1 = 2 * (squared - 1) * scale
        let a2 = (1 - damping * warped + squared) * scale
        switch response {
        case .lowPass:
            let gain = squared * scale
            return Biquad(b0: gain, b1: 2 * gain, b2: gain, a1: a1, a2: a2)
        case .highPass:
            return Biquad(b0: scale, b1: -2 * scale, b2: scale, a1: a1, a2: a2)
        }
    }

    private static func firstOrder(_ response: Response, warped: Double) -> Biquad {
        let scale = 1 / (1 + warped)
        let a1 = (warped - 1) * scale
        switch response {
        case .lowPass:
            return Biquad(b0: warped * scale, b1: warped * scale, b2: 0, a1: a1, a2: 0)
        case .highPass:
            return Biquad(b0: scale, b1: -scale, b2: 0, a1: a1, a2: 0)
        }
    }
}
