/// Where events go: a broker, a file, standard output.
///
/// A publisher keeps nothing. Whoever calls it holds the events until they are acknowledged, and
/// offers them again after a failure, from the first that was not.
public protocol EventPublisher: Sendable {
    /// Opens the way out, or opens it again after a failure.
    ///
    /// - Returns: how far the far end holds our events, whether or not an acknowledgement ever
    ///   arrived for them.
    func connect() async throws(PublishingError) -> StoredExtent

    /// Publishes in the order given, beginning after what `connect` said is stored. Never throws:
    /// what came before the failure counts. After a failure, `connect` again.
    func publish(_ events: [OutgoingEvent]) async -> Delivery

    /// Lets go of the connection; `connect` may follow.
    func close() async
}

/// What became of a batch: the first `acknowledged` events are stored at the far end; if that is
/// not all of them, `failure` says what is wrong with the rest.
public struct Delivery: Sendable, Equatable {
    public let acknowledged: Int
    public let failure: PublishingError?

    public init(acknowledged: Int, failure: PublishingError? = nil) {
        self.acknowledged = acknowledged
        self.failure = failure
    }
}
