import NATSPublishing
public import Publishing
public import Storage

/// The store's outbox on its way to a broker, beside whatever fills it.
public struct BrokerDelivery: Sendable {
    /// How delivery ended.
    public struct Outcome: Sendable {
        /// Events that still wait in the outbox.
        public let remaining: Int
        public let failure: PublishingError?
    }

    private let drain: OutboxDrain
    private let run: Task<Void, Never>

    /// Looks once whether the broker has the agent's stream, then delivers in the background. A
    /// broker that is away is no error here: events wait in the store until it is back.
    ///
    /// - Throws: `PublishingError` if only a person can mend what is wrong, such as a missing
    ///   stream.
    public init(url: String, agent: String, store: Store) async throws(PublishingError) {
        let publisher = JetStreamPublisher(
            broker: try BrokerURL(url), agent: try AgentName(agent))
        do {
            _ = try await publisher.connect()
        } catch let error where error.needsOperator {
            throw error
        } catch {}
        await publisher.close()
        let drain = OutboxDrain(
            outbox: store, publisher: publisher, stopsWhenOperatorNeeded: true)
        self.drain = drain
        run = Task { await drain.run() }
    }

    /// Waits until every event is acknowledged, at most so long, and stops delivering.
    public func finish(withinSeconds seconds: Double) async -> Outcome {
        let outcome = await drain.drain(within: .seconds(seconds))
        run.cancel()
        return Outcome(remaining: outcome.remaining, failure: outcome.failure)
    }
}
