/// How far the far end holds our events.
public enum StoredExtent: Sendable, Equatable {
    /// It cannot tell.
    case unknown
    /// It holds none.
    case empty
    /// Its newest event has this id, and these bytes where it says so; it holds everything up to
    /// it, acknowledged or not. Other bytes than ours under our id are not ours.
    case newest(id: String, payload: [UInt8]? = nil)
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
