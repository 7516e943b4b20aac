public import Biosignals

/// One stated number: what it is, over which time, from which channels. Every number in an
/// insight's sentences belongs to one of its claims.
public struct Claim: Equatable, Sendable {
    public let id: String
    public let quantity: String
    public let value: Double
    public let unit: String
    public let interval95: ClosedRange<Double>?
    /// Seconds since the recording began.
    public let window: Range<Double>
    /// The role of each channel whose samples the number rests on.
    public let channels: [ChannelRole]

    public init(
        id: String, quantity: String, value: Double, unit: String,
        interval95: ClosedRange<Double>?, window: Range<Double>, channels: [ChannelRole]
    ) {
        self.id = id
        self.quantity = quantity
        self.value = value
        self.unit = unit
        self.interval95 = interval95
        self.window = window
        self.channels = channels
    }
}
