/// Events that wait for a broker's acknowledgement, in order, until they have it.
public protocol EventOutbox: Sendable {
    /// Unacknowledged events with a sequence above `sequence`, oldest first, at most `limit`.
    func pending(after sequence: UInt64, limit: Int) throws -> [OutgoingEvent]

    /// Marks every event up to and including `sequence` as stored at the far end.
    func acknowledge(through sequence: UInt64) throws

    /// Comes to terms with what the far end holds after a new connection: what it holds needs no
    /// second sending, even if no acknowledgement came; what it acknowledged and holds no longer
    /// waits again, as far as it was kept.
    ///
    /// - Returns: what the far end has lost, or nil when nothing.
    func resume(from extent: StoredExtent) throws -> AcknowledgedLoss?

    /// How many events wait.
    func pendingCount() throws -> Int

    /// Calls `notify` after each append. It is called on the appender's thread: it must be quick.
    func onAppend(_ notify: @escaping @Sendable () -> Void)
}
