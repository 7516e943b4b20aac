public import Biosignals

/// The claims of one insight while it is made, numbered `c1`, `c2` … in the order of their entry.
public struct ClaimLedger: Equatable, Sendable {
    public private(set) var claims: [Claim] = []

    public init() {}

    /// Enters a claim and hands it back with its identifier, for sentences to mention.
    public mutating func add(
        _ quantity: String, _ value: Double, unit: String,
        interval95: ClosedRange<Double>? = nil, window: Range<Double>,
        channels: [ChannelRole] = [], source: Claim.Source = .samples, method: String = "",
        count: Int? = nil
    ) -> Claim {
        let claim = Claim(
            id: "c\(claims.count + 1)", quantity: quantity, value: value, unit: unit,
            interval95: interval95, window: window, channels: channels, source: source,
            method: method, count: count)
        claims.append(claim)
        return claim
    }

    /// Enters a threshold or a choice of the configuration; it holds at one moment, not over a time.
    public mutating func add(
        setting quantity: String, _ value: Double, unit: String, at time: Seconds,
        method: String = ""
    ) -> Claim {
        add(
            quantity, value, unit: unit, window: time.value..<time.value, source: .setting,
            method: method)
    }
}
