/// Exponential back-off with jitter: the ceiling doubles from 0.5 s to 30 s, and each wait is
/// drawn evenly from its upper half, so that many agents do not come back in step.
/// Source: equal jitter as in Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog
/// (2015).
public struct Backoff: Sendable, Equatable {
    public static let secondsMin = 0.5
    public static let secondsMax = 30.0

    private var ceiling = Backoff.secondsMin

    public init() {}

    /// The next wait in seconds, 0.5…30.
    public mutating func next(using generator: inout some RandomNumberGenerator) -> Double {
        let seconds = ceiling * Double.random(in: 0.5...1, using: &generator)
        ceiling = min(ceiling * 2, Self.secondsMax)
        return max(seconds, Self.secondsMin)
    }

    public mutating func reset() { ceiling = Self.secondsMin }
}
