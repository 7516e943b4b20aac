/// Events that wait for a broker's acknowledgement, in order, until they have it.
public protocol EventOutbox: Sendable {
    /// Unacknowledged events with a sequence above `sequence`, oldest first, at most `limit`.
    func pending(after sequence: UInt64, limit: Int) throws -> [OutgoingEvent]

    /// Marks every event up to and including `sequence` as stored at the far end.
    func acknowledge(through sequence: UInt64) throws

    /// The sequence of the unacknowledged event with this id, or nil.
    func pendingSequence(ofID id: String) throws -> UInt64?

    /// How many events wait.
    func pendingCount() throws -> Int

    /// Calls `notify` after each append. It is called on the appender's thread: it must be quick.
    func onAppend(_ notify: @escaping @Sendable () -> Void)
}
