public import Biosignals

/// One stated number: what it is, over which time, from what. Every number in an insight's sentences,
/// and every word that judges, belongs to one of its claims.
public struct Claim: Equatable, Sendable {
    /// What a claim can be derived again from.
    public enum Source: Equatable, Sendable {
        /// The samples of `channels` in `window`.
        case samples
        /// What another agent said on this subject, such as `health.context.steps`.
        case context(subject: String)
        /// The person's own days before.
        case baseline
        /// A threshold or a choice: of the configuration, or fixed with the method.
        case setting
        /// The rule run again with one input changed.
        case counterfactual
    }

    public let id: String
    public let quantity: String
    public let value: Double
    public let unit: String
    public let interval95: ClosedRange<Double>?
    /// Seconds since the recording began.
    public let window: Range<Double>
    /// The role of each channel whose samples the number rests on.
    public let channels: [ChannelRole]
    public let source: Source
    /// A few words that name the method or its paper; empty where the quantity says it all.
    public let method: String
    /// How many things were counted or averaged, where something was.
    public let count: Int?

    public init(
        id: String, quantity: String, value: Double, unit: String,
        interval95: ClosedRange<Double>?, window: Range<Double>, channels: [ChannelRole],
        source: Source = .samples, method: String = "", count: Int? = nil
    ) {
        precondition(value.isFinite, "A claim states a number: \(quantity).")
        self.id = id
        self.quantity = quantity
        self.value = value
        self.unit = unit
        self.interval95 = interval95
        self.window = window
        self.channels = channels
        self.source = source
        self.method = method
        self.count = count
    }
}
