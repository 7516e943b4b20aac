/// One segment line of a multi-segment header.
public struct WFDBSegment: Equatable, Sendable {
    /// Record name of the segment; nil is the null segment `~`, a pause in the recording.
    public var name: String?
    /// Frames.
    public var length: Int

    public init(name: String?, length: Int) {
        self.name = name
        self.length = length
    }
}
