/// The data of `hr`, `resp`, `eda` and `temp`.
public struct MeasuredPayload: Codable, Hashable, Sendable {
    public var source: String
    public var window: WireWindow
    public var measures: [String: WireMeasure]
    /// What the board says of the same, by measure.
    public var deviceReported: [String: WireDeviceReport]?
    public var provenance: WireProvenance
    public var replay: Bool
    public var notMedical = true

    public init(
        source: String, window: WireWindow, measures: [String: WireMeasure],
        deviceReported: [String: WireDeviceReport]? = nil, provenance: WireProvenance,
        replay: Bool
    ) {
        self.source = source
        self.window = window
        self.measures = measures
        self.deviceReported = deviceReported
        self.provenance = provenance
        self.replay = replay
    }

    private enum CodingKeys: String, CodingKey {
        case source
        case window
        case measures
        case deviceReported = "device_reported"
        case provenance
        case replay
        case notMedical = "not_medical"
    }
}
