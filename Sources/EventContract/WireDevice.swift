/// A board that a live session joins.
public struct WireDevice: Codable, Hashable, Sendable {
    public var name: String
    public var model: String
    public var firmware: String?
    /// How sure the recognition is, 0…1.
    public var certainty: WireNumber?
    public var connected: Bool
    /// Whether the board's bytes can prove that nothing was lost.
    public var provesLoss: Bool
    /// How much faster the board's clock runs than ours; absent until known.
    public var skewPPM: WireNumber?
    public var jitterMilliseconds: WireNumber?
    /// How well the board's time is known against the others'.
    public var alignmentMilliseconds: WireNumber?
    public var samplesReceived: Int?
    public var samplesMissing: Int?

    public init(
        name: String, model: String, firmware: String?, certainty: Double, connected: Bool,
        provesLoss: Bool
    ) {
        self.name = name
        self.model = model
        self.firmware = firmware
        self.certainty = WireNumber(certainty)
        self.connected = connected
        self.provesLoss = provesLoss
    }

    private enum CodingKeys: String, CodingKey {
        case name
        case model
        case firmware
        case certainty
        case connected
        case provesLoss = "proves_loss"
        case skewPPM = "skew_ppm"
        case jitterMilliseconds = "jitter_ms"
        case alignmentMilliseconds = "alignment_ms"
        case samplesReceived = "samples_received"
        case samplesMissing = "samples_missing"
    }
}
