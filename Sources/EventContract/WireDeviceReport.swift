/// A figure that a board computed itself. It stands beside our measures and feeds none.
public struct WireDeviceReport: Codable, Hashable, Sendable {
    public var value: WireNumber?
    public var unit: String
    /// Seconds between the board's saying so and the end of the window it stands beside.
    public var ageSeconds: WireNumber?

    public init(value: Double, unit: String, age: Double) {
        self.value = WireNumber(value)
        self.unit = unit
        ageSeconds = WireNumber(age, digits: 3)
    }

    private enum CodingKeys: String, CodingKey {
        case value
        case unit
        case ageSeconds = "age_s"
    }
}
