import Foundation

/// A number on the wire: at most nine significant digits, never NaN or infinite.
public struct WireNumber: Codable, Hashable, Sendable {
    public let value: Double

    /// Significant digits at most.
    public static let digitsMax = 9

    /// Nil when there is no finite number to state.
    ///
    /// - Parameter digits: significant digits, 1…9; what is uncertain needs few.
    public init?(_ value: Double, digits: Int = digitsMax) {
        precondition((1...Self.digitsMax).contains(digits), "a number has 1 to 9 digits")
        guard value.isFinite else { return nil }
        self.value = Self.rounded(value, digits: digits)
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

    /// The nearest number with so many significant decimal digits. It goes through decimal text,
    /// because only then is the shortest form of the result that short.
    static func rounded(_ value: Double, digits: Int = digitsMax) -> Double {
        Double(String(format: "%.\(digits - 1)e", value)) ?? value
    }
}
