/// A board of the running session.
public struct DoorBoard: Equatable, Sendable {
    public var name: String
    public var model: String
    public var firmware: String?
    public var isConnected: Bool
    public var samplesReceived: Int
    /// Samples that did not come, for whatever reason.
    public var samplesLost: Int
    /// Of those, the ones that this machine dropped because reading was late.
    public var samplesDropped: Int
    /// Its clock against this machine's, parts per million; nil before it is known.
    public var skewPPM: Double?

    public init(
        name: String, model: String, firmware: String?, isConnected: Bool, samplesReceived: Int,
        samplesLost: Int, samplesDropped: Int, skewPPM: Double?
    ) {
        self.name = name
        self.model = model
        self.firmware = firmware
        self.isConnected = isConnected
        self.samplesReceived = samplesReceived
        self.samplesLost = samplesLost
        self.samplesDropped = samplesDropped
        self.skewPPM = skewPPM
    }
}
