/// The data of `hrv` and `prv`, and what `hrv --json` prints without the last three members.
public struct HRVPayload: Codable, Hashable, Sendable {
    public struct Beats: Codable, Hashable, Sendable {
        public var total: Int
        /// Counts by kind of edit: missed, extra, moved, excluded.
        public var edited: [String: Int]
        public var percentEdited: WireNumber?

        public init(total: Int, edited: [String: Int], percentEdited: Double) {
            self.total = total
            self.edited = edited
            self.percentEdited = WireNumber(percentEdited)
        }
    }

    public var preset: String
    public var source: String
    public var window: WireWindow
    public var beats: Beats
    public var measures: [String: WireMeasure]
    public var provenance: WireProvenance?
    public var replay: Bool?
    public var notMedical: Bool?

    public init(
        preset: String, source: String, window: WireWindow, beats: Beats,
        measures: [String: WireMeasure], provenance: WireProvenance? = nil, replay: Bool? = nil
    ) {
        self.preset = preset
        self.source = source
        self.window = window
        self.beats = beats
        self.measures = measures
        self.provenance = provenance
        self.replay = replay
        notMedical = provenance == nil ? nil : true
    }

    private enum CodingKeys: String, CodingKey {
        case preset
        case source
        case window
        case beats
        case measures
        case provenance
        case replay
        case notMedical = "not_medical"
    }
}
