/// One second-order section, transposed direct form II, coefficients normalised to a₀ = 1.
///
/// H(z) = (b₀ + b₁z⁻¹ + b₂z⁻²) / (1 + a₁z⁻¹ + a₂z⁻²)
public struct Biquad: StreamProcessor, Equatable {
    @usableFromInline let b0: Double
    @usableFromInline let b1: Double
    @usableFromInline let b2: Double
    @usableFromInline let a1: Double
    @usableFromInline let a2: Double
    @usableFromInline var s1 = 0.0
    @usableFromInline var s2 = 0.0

    public init(b0: Double, b1: Double, b2: Double, a1: Double, a2: Double) {
        self.b0 = b0
        self.b1 = b1
        self.b2 = b2
        self.a1 = a1
        self.a2 = a2
    }

    @inlinable
    public mutating func process(_ sample: Double) -> Double {
        let output = b0 * sample + s1
        // In this order only one product and one difference wait for the output.
        s1 = (b1 * sample + s2) - a1 * output
        s2 = b2 * sample - a2 * output
        return output
    }

    /// Puts the section into the state it would have after a constant input for ever, so that a
    /// stream that starts at `level` starts without a transient.
    public mutating func settle(at level: Double) {
        let gain = (b0 + b1 + b2) / (1 + a1 + a2)
        let output = gain * level
        s2 = b2 * level - a2 * output
        s1 = b1 * level - a1 * output + s2
    }

    /// The output that a constant input settles to.
    public func steadyOutput(at level: Double) -> Double { level * (b0 + b1 + b2) / (1 + a1 + a2) }
}
