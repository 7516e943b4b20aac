/// Beats of the running session from one source, and how many of them were edited.
public struct DoorBeats: Equatable, Sendable {
    public var source: String
    public var total: Int
    public var edited: Int

    public init(source: String, total: Int, edited: Int) {
        self.source = source
        self.total = total
        self.edited = edited
    }
}
