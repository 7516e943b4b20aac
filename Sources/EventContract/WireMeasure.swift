/// A measure on the wire: a value, or null with the reason why there is none.
public struct WireMeasure: Codable, Hashable, Sendable {
    public var value: WireNumber?
    public var unit: String
    public var ci95: [WireNumber]?
    /// What the error of the beats' times alone would give, in the measure's unit.
    public var noiseFloor: WireNumber?
    public var method: String?
    public var reason: String?
    public var detail: String?

    public init(value: Double, unit: String, ci95: [Double]? = nil, method: String? = nil) {
        self.value = WireNumber(value)
        self.unit = unit
        self.ci95 = ci95?.compactMap { WireNumber($0) }
        self.method = method
    }

    public init(unit: String, unavailable reason: String, detail: String, method: String? = nil) {
        self.unit = unit
        self.method = method
        self.reason = reason
        self.detail = detail
    }

    private enum CodingKeys: String, CodingKey {
        case value, unit, ci95, noiseFloor, method, reason, detail
    }

    /// `value` is always there: null is an answer, a missing key is not.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(value, forKey: .value)
        try container.encode(unit, forKey: .unit)
        try container.encodeIfPresent(ci95, forKey: .ci95)
        try container.encodeIfPresent(noiseFloor, forKey: .noiseFloor)
        try container.encodeIfPresent(method, forKey: .method)
        try container.encodeIfPresent(reason, forKey: .reason)
        try container.encodeIfPresent(detail, forKey: .detail)
    }
}
