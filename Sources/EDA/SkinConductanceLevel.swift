public import Biosignals

/// The tonic level of one second.
public struct SkinConductanceLevel: Equatable, Sendable {
    /// Seconds since the first sample of the stream: this one covers [second, second + 1) s.
    public let second: Int
    /// The level beneath the responses.
    public let level: Microsiemens

    public init(second: Int, level: Microsiemens) {
        self.second = second
        self.level = level
    }
}
