/// The data of `hrv` and `prv`, and what `hrv --json` prints without the last three members.
public struct HRVPayload: Codable, Hashable, Sendable {
    public struct Beats: Codable, Hashable, Sendable {
        public var total: Int
        /// Counts by kind of edit: missed, extra, moved, ectopic, excluded.
        public var edited: [String: Int]
        public var percentEdited: WireNumber?

        public init(total: Int, edited: [String: Int], percentEdited: Double) {
            self.total = total
            self.edited = edited
            self.percentEdited = WireNumber(percentEdited)
        }
    }

    /// Where breathing lies beside the HF band.
    public struct Breathing: Codable, Hashable, Sendable {
        /// Of its peak in the spectrum of the intervals; null with a reason where none is clear.
        public var peak: WireMeasure
        /// ms² of the peak.
        public var power: WireNumber?
        /// How much of HF that is, 0…1.
        public var shareOfHF: WireNumber?
        /// Hz, where the chest was measured.
        public var measured: WireNumber?
        /// Why LF and HF do not mean what they usually do: `belowHF`, `aboveHF`,
        /// `fasterThanBeatsTell`, `perhapsBelowHF`.
        public var warning: String?
        public var detail: String?

        public init(
            peak: WireMeasure, power: Double?, shareOfHF: Double?, measured: Double?,
            warning: String?, detail: String?
        ) {
            self.peak = peak
            self.power = power.flatMap { WireNumber($0) }
            self.shareOfHF = shareOfHF.flatMap { WireNumber($0) }
            self.measured = measured.flatMap { WireNumber($0) }
            self.warning = warning
            self.detail = detail
        }

        private enum CodingKeys: String, CodingKey {
            case peak, power, measured, warning, detail
            case shareOfHF = "share_of_hf"
        }
    }

    public var preset: String
    public var source: String
    public var window: WireWindow
    public var beats: Beats
    public var measures: [String: WireMeasure]
    /// Where the window allows a spectrum.
    public var breathing: Breathing?
    public var provenance: WireProvenance?
    public var replay: Bool?
    public var notMedical: Bool?

    public init(
        preset: String, source: String, window: WireWindow, beats: Beats,
        measures: [String: WireMeasure], breathing: Breathing? = nil,
        provenance: WireProvenance? = nil, replay: Bool? = nil
    ) {
        self.preset = preset
        self.source = source
        self.window = window
        self.beats = beats
        self.measures = measures
        self.breathing = breathing
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
        case breathing
        case provenance
        case replay
        case notMedical = "not_medical"
    }
}
