import NATSPublishing
public import Publishing
public import Storage
import Synchronization

/// The store's outbox on its way to a broker, beside whatever fills it.
public struct BrokerDelivery: Sendable {
    /// How delivery ended.
    public struct Outcome: Sendable {
        /// Events that still wait in the outbox.
        public let remaining: Int
        public let failure: PublishingError?
        /// What the broker had lost and no event could tell any more.
        public let untold: [AcknowledgedLoss]
    }

    let access: BrokerAccess
    private let drain: OutboxDrain
    private let run: Task<Void, Never>
    private let losses = NoteList<AcknowledgedLoss>()
    private let takenIDs = NoteList<String>()

    /// Looks once whether the broker has the agent's stream, then delivers in the background. A
    /// broker that is away is no error here: events wait in the store until it is back.
    ///
    /// - Parameter endsWhenOperatorNeeded: give up at what only a person can mend, such as a login
    ///   that was taken back; a service goes on asking, and measuring.
    /// - Throws: `PublishingError` if only a person can mend what is wrong at the start, such as a
    ///   missing stream.
    public init(
        _ access: BrokerAccess, store: Store, endsWhenOperatorNeeded: Bool
    ) async throws(PublishingError) {
        let publisher = JetStreamPublisher(access.settings)
        do {
            _ = try await publisher.connect()
        } catch let error where error.needsOperator {
            throw error
        } catch {}
        await publisher.close()
        let drain = OutboxDrain(
            outbox: store, publisher: publisher,
            stopsWhenOperatorNeeded: endsWhenOperatorNeeded,
            onLoss: { [losses] in losses.add($0) },
            onTaken: { [takenIDs] in takenIDs.add($0) })
        self.access = access
        self.drain = drain
        run = Task { await drain.run() }
    }

    /// Why events wait; nil since something was last acknowledged.
    var failure: PublishingError? { get async { await drain.failure } }

    /// What the broker acknowledged and then lost, since this was last asked.
    func takeLosses() -> [AcknowledgedLoss] { losses.take() }

    /// Ids of events under which the broker holds something else, since this was last asked.
    func takeTakenIDs() -> [String] { takenIDs.take() }

    /// For people: whether what is said arrives, and where, or why not.
    var state: (state: String, text: String) {
        get async {
            guard let failure = await drain.failure else {
                return ("connected", access.settings.broker.description)
            }
            return ("away", "\(failure)")
        }
    }

    /// Waits until every event is acknowledged, at most so long, and stops delivering.
    public func finish(withinSeconds seconds: Double) async -> Outcome {
        let outcome = await drain.drain(within: .seconds(seconds))
        run.cancel()
        return Outcome(
            remaining: outcome.remaining, failure: outcome.failure, untold: losses.take())
    }
}

/// What is on its way from the delivery to the next event.
private final class NoteList<Note: Sendable>: Sendable {
    private let notes = Mutex<[Note]>([])

    func add(_ note: Note) { notes.withLock { $0.append(note) } }

    func take() -> [Note] {
        notes.withLock { notes in
            defer { notes = [] }
            return notes
        }
    }
}
