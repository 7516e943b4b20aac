/// How far the far end holds our events.
public enum StoredExtent: Sendable, Equatable {
    /// It cannot tell.
    case unknown
    /// It holds none.
    case empty
    /// Its newest event has this id; it holds everything up to it, acknowledged or not.
    case newest(id: String)
}

/// A far end had acknowledged events and no longer has them.
public struct AcknowledgedLoss: Sendable, Equatable {
    /// Events that wait again, because they were kept.
    public let resentCount: Int
    /// Events acknowledged too long ago to be sent again.
    public let lostCount: Int

    public init(resentCount: Int, lostCount: Int) {
        self.resentCount = resentCount
        self.lostCount = lostCount
    }
}
