/// Insights of one kind since the agent started.
public struct DoorInsight: Equatable, Sendable {
    public var kind: String
    public var count: Int
    /// Of the latest one, 0 to 1.
    public var confidence: Double
    public var timeMilliseconds: Int64

    public init(kind: String, count: Int, confidence: Double, timeMilliseconds: Int64) {
        self.kind = kind
        self.count = count
        self.confidence = confidence
        self.timeMilliseconds = timeMilliseconds
    }
}
