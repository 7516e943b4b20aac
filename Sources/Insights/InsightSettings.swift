/// Every threshold of the rules and of tact that a person may change.
///
/// `keys` lists them with meaning, range and default, for a configuration to read; `problems` says
/// which are out of range, in words.
public struct InsightSettings: Equatable, Sendable {
    public var stationary = StationaryRule.Settings()
    public var trend = TrendRule.Settings()
    public var quality = QualityRule.Settings()
    public var arousal = ArousalSettings()
    public var recovery = RecoveryRule.Settings()
    public var tact = TactSettings()

    public init() {}

    /// One threshold: how a configuration names it, what it means, what it may be.
    public struct Key: Sendable {
        public let name: String
        public let unit: String
        public let range: ClosedRange<Double>
        /// Whether it has no fraction.
        public let isWhole: Bool
        public let meaning: String
        public let get: @Sendable (InsightSettings) -> Double
        public let set: @Sendable (inout InsightSettings, Double) -> Void
    }

    /// A value that cannot be.
    public struct Problem: Error, Equatable, Sendable, CustomStringConvertible {
        public let name: String
        public let value: Double
        public let range: ClosedRange<Double>
        public let unit: String
        public let isWhole: Bool

        public var description: String {
            "\(name) is \(Self.text(value)); it must be "
                + (isWhole ? "a whole number " : "")
                + "from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
                + (unit.isEmpty ? ". " : " \(unit). ")
                + "Correct it in the configuration."
        }

        private static func text(_ value: Double) -> String {
            value.isFinite && value == value.rounded() && abs(value) < 1e15
                ? "\(Int(value))" : "\(value)"
        }
    }

    /// Every value that is out of its range, in the order of `keys`; empty when all is well.
    public var problems: [Problem] { Self.keys.compactMap { problem($0, $0.get(self)) } }

    private func problem(_ key: Key, _ value: Double) -> Problem? {
        guard key.range.contains(value), !key.isWhole || value == value.rounded() else {
            return Problem(
                name: key.name, value: value, range: key.range, unit: key.unit,
                isWhole: key.isWhole)
        }
        return nil
    }

    /// Takes a value by its name.
    /// - Returns: nil if there is no such key.
    /// - Throws: `Problem` if it is out of range; then nothing is changed.
    @discardableResult
    public mutating func set(_ name: String, to value: Double) throws(Problem) -> Key? {
        guard let key = Self.keys.first(where: { $0.name == name }) else { return nil }
        if let problem = problem(key, value) { throw problem }
        key.set(&self, value)
        return key
    }
}
