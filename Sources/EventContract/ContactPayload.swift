/// The data of `contact`: an electrode or a probe came off, or is on again.
public struct ContactPayload: Codable, Hashable, Sendable {
    public enum Teller: String, Codable, Sendable { case device }

    public var device: String
    public var electrode: String
    public var off: Bool
    public var sinceSeconds: WireNumber?
    public var toldBy: Teller
    public var replay: Bool
    public var notMedical = true

    public init(
        device: String, electrode: String, isOff: Bool, since: Double, toldBy: Teller, replay: Bool
    ) {
        self.device = device
        self.electrode = electrode
        off = isOff
        sinceSeconds = WireNumber(since)
        self.toldBy = toldBy
        self.replay = replay
    }

    private enum CodingKeys: String, CodingKey {
        case device
        case electrode
        case off
        case sinceSeconds = "since_s"
        case toldBy = "told_by"
        case replay
        case notMedical = "not_medical"
    }
}
