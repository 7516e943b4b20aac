/// The data of `security`: something happened to what was said, or to who may say it.
public struct SecurityPayload: Codable, Hashable, Sendable {
    public enum Reason: String, Codable, CaseIterable, Sendable {
        /// The broker no longer has what it had acknowledged.
        case brokerDataLoss = "broker_data_loss"
        /// The broker holds something else under the id of an event, and so did not take the event.
        case idTaken = "id_taken"
    }

    public var reason: Reason
    /// Events that were kept long enough and went out again.
    public var resent: Int?
    /// Events that are gone from the broker for good.
    public var lost: Int?
    /// The id of the event that was not taken.
    public var event: String?
    public var replay: Bool
    public var notMedical = true

    public init(brokerDataLossResent resent: Int, lost: Int, replay: Bool) {
        reason = .brokerDataLoss
        self.resent = resent
        self.lost = lost
        self.replay = replay
    }

    public init(taken event: String, replay: Bool) {
        reason = .idTaken
        self.event = event
        self.replay = replay
    }

    private enum CodingKeys: String, CodingKey {
        case reason
        case event
        case resent
        case lost
        case replay
        case notMedical = "not_medical"
    }
}
