/// A number that knows its unit. The unit is the type, so milliseconds and microsiemens cannot be
/// added by mistake; the symbol is what people and files write.
public protocol Quantity: Hashable, Comparable, Sendable, ExpressibleByFloatLiteral,
    ExpressibleByIntegerLiteral, CustomStringConvertible
{
    /// The unit as written in files and on the wire, such as `ms` or `uS`.
    static var symbol: String { get }
    var value: Double { get }
    init(_ value: Double)
}

extension Quantity {
    public init(floatLiteral value: Double) { self.init(value) }
    public init(integerLiteral value: Int) { self.init(Double(value)) }
    public var description: String { "\(value) \(Self.symbol)" }
    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.value < rhs.value }
}

public struct Milliseconds: Quantity {
    public static let symbol = "ms"
    public let value: Double
    public init(_ value: Double) { self.value = value }
}

public struct Seconds: Quantity {
    public static let symbol = "s"
    public let value: Double
    public init(_ value: Double) { self.value = value }
}

/// Events per minute: heart beats, breaths, skin conductance responses.
public struct PerMinute: Quantity {
    public static let symbol = "1/min"
    public let value: Double
    public init(_ value: Double) { self.value = value }
}

/// Cycles or samples per second. Every rate in the project is positive and finite by the time it
/// is a `Hertz` in a `SampleClock` or a `Waveform`.
public struct Hertz: Quantity {
    public static let symbol = "Hz"
    public let value: Double
    public init(_ value: Double) { self.value = value }
}

public struct Millivolt: Quantity {
    public static let symbol = "mV"
    public let value: Double
    public init(_ value: Double) { self.value = value }
}

public struct Microsiemens: Quantity {
    public static let symbol = "uS"
    public let value: Double
    public init(_ value: Double) { self.value = value }
}

public struct DegreesCelsius: Quantity {
    public static let symbol = "degC"
    public let value: Double
    public init(_ value: Double) { self.value = value }
}

/// Acceleration as a multiple of 9.80665 m/s².
public struct StandardGravity: Quantity {
    public static let symbol = "g"
    public let value: Double
    public init(_ value: Double) { self.value = value }
}

/// Raw device numbers before any scale has been applied, and every channel whose unit is unknown:
/// shapes and times may be computed from them, amplitudes may not.
public struct ADCCounts: Quantity {
    public static let symbol = "counts"
    public let value: Double
    public init(_ value: Double) { self.value = value }
}
