/// A number on the wire: at most nine significant digits, never NaN or infinite.
public struct WireNumber: Codable, Hashable, Sendable {
    public let value: Double

    /// Nil when there is no finite number to state.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        self.value = Self.rounded(value)
    }

    public init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode(Double.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if value == value.rounded(), abs(value) < 1e15 {
            try container.encode(Int64(value))
        } else {
            try container.encode(value)
        }
    }

    /// The nearest number with nine significant decimal digits.
    static func rounded(_ value: Double) -> Double {
        guard value != 0 else { return 0 }
        var magnitude = 0
        var scaled = abs(value)
        while scaled >= 10 {
            scaled /= 10
            magnitude += 1
        }
        while scaled < 1 {
            scaled *= 10
            magnitude -= 1
        }
        let places = 8 - magnitude
        guard abs(places) <= 22 else { return value }
        var factor = 1.0
        for _ in 0..<abs(places) { factor *= 10 }
        return places >= 0
            ? (value * factor).rounded() / factor : (value / factor).rounded() * factor
    }
}
