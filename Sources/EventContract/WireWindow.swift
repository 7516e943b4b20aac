/// A stretch of a recording, in seconds since its first sample, and how much of it was usable.
public struct WireWindow: Codable, Hashable, Sendable {
    public var startSeconds: WireNumber?
    public var endSeconds: WireNumber?
    public var usable: WireNumber?

    public init(start: Double, end: Double, usable: Double? = nil) {
        startSeconds = WireNumber(start)
        endSeconds = WireNumber(end)
        self.usable = usable.flatMap { WireNumber($0, digits: 4) }
    }

    private enum CodingKeys: String, CodingKey {
        case startSeconds = "start_s"
        case endSeconds = "end_s"
        case usable
    }
}
