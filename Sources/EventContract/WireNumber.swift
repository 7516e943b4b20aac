import Foundation

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

    /// The nearest number with nine significant decimal digits. It goes through decimal text,
    /// because only then is the shortest form of the result that short.
    static func rounded(_ value: Double) -> Double {
        Double(String(format: "%.8e", value)) ?? value
    }
}
