public import Biosignals

/// From a unit as files spell it to the unit that measures are computed in.
public struct UnitScale: Equatable, Sendable {
    public let unit: ChannelUnit
    /// `value * factor + offset` is in `unit`.
    public let factor: Double
    public let offset: Double

    public init(unit: ChannelUnit, factor: Double = 1, offset: Double = 0) {
        self.unit = unit
        self.factor = factor
        self.offset = offset
    }

    /// Nil for a unit that is not known: its channel stays counts.
    ///
    /// Case decides between mega and milli, not between `uv` and `uV`; both micro signs are
    /// understood.
    public init?(unitText: String) {
        let text = String(
            unitText.trimmed.map { $0 == "\u{00B5}" || $0 == "\u{03BC}" ? "u" : $0 })
        guard let known = Self.known[text] ?? Self.known[text.lowercased()] else { return nil }
        self = known
    }

    private static let known: [String: UnitScale] = {
        var table: [String: UnitScale] = [:]
        func add(_ names: [String], _ unit: ChannelUnit, _ factor: Double, _ offset: Double = 0) {
            for name in names {
                table[name] = UnitScale(unit: unit, factor: factor, offset: offset)
            }
        }
        add(["V", "v", "volt", "volts"], .millivolt, 1_000)
        add(["mV", "mv", "millivolt", "millivolts"], .millivolt, 1)
        add(["uV", "uv", "microvolt", "microvolts"], .millivolt, 1e-3)
        add(["nV", "nv", "nanovolt", "nanovolts"], .millivolt, 1e-6)
        add(["S", "siemens"], .microsiemens, 1e6)
        add(["mS", "millisiemens"], .microsiemens, 1_000)
        add(["uS", "us", "microsiemens", "umho", "micromho"], .microsiemens, 1)
        add(["nS", "nanosiemens"], .microsiemens, 1e-3)
        add(["degC", "degc", "deg C", "°C", "°c", "C", "celsius"], .degreesCelsius, 1)
        add(["K", "kelvin"], .degreesCelsius, 1, -273.15)
        add(["degF", "degf", "°F", "F", "fahrenheit"], .degreesCelsius, 5.0 / 9, -160.0 / 9)
        add(["g", "g0", "gn"], .standardGravity, 1)
        add(["mg", "mG"], .standardGravity, 1e-3)
        add(
            ["m/s2", "m/s^2", "m/s²", "m/s/s", "m.s-2", "ms-2"], .standardGravity, 1 / 9.80665)
        return table
    }()
}
