/// The internal half of an insight: what to do and how sure, no measured number.
public struct NudgePayload: Codable, Hashable, Sendable {
    public var action: String
    public var text: String
    public var confidence: WireNumber?
    public var confidenceKind: String
    public var replay: Bool
    public var notMedical = true

    public init(
        action: String, text: String, confidence: Double, confidenceKind: String, replay: Bool
    ) {
        self.action = action
        self.text = text
        self.confidence = WireNumber(confidence)
        self.confidenceKind = confidenceKind
        self.replay = replay
    }

    private enum CodingKeys: String, CodingKey {
        case action
        case text
        case confidence
        case confidenceKind = "confidence_kind"
        case replay
        case notMedical = "not_medical"
    }
}
