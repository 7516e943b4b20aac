/// What to do next about events that wait for a broker, without doing it: events in, actions out.
///
/// It keeps the order: after any failure it goes back to the first unacknowledged event, because
/// it only ever asks for "what is pending now" after connecting again.
public struct DeliveryMachine: Sendable {
    public enum Event: Sendable, Equatable {
        case started
        case connected
        case connectFailed(PublishingError)
        /// A batch came back: this many were offered, so many acknowledged.
        case delivered(offered: Int, Delivery)
        /// The wait is over.
        case waited
        /// The outbox has something new.
        case arrived
        case drainRequested
        case drainDeadlinePassed
        case stopRequested
        /// The outbox failed.
        case outboxFailed(PublishingError)
    }

    public enum Action: Sendable, Equatable {
        case connect
        /// Offer the first pending events.
        case publish
        /// Wait this long, unless asked to drain or to stop.
        case wait(seconds: Double)
        /// Nothing pends: wait until something does.
        case rest
        /// Close and be done. The failure, if any, is why events were left behind.
        case stop(PublishingError?)
    }

    /// Longest wait while draining, so that a broker that returns before the deadline is met.
    public static let drainSecondsMax = 1.0

    public private(set) var isDraining = false
    /// The latest failure since the last success.
    public private(set) var failure: PublishingError?

    private let stopsWhenOperatorNeeded: Bool
    private var isConnected = false
    private var isStopped = false
    private var backoff = Backoff()
    private var generator: DrawingGenerator

    /// - Parameter stopsWhenOperatorNeeded: whether a failure that waiting cannot mend (no stream,
    ///   no permission) ends it, as a replay wants; a service goes on trying.
    public init(
        stopsWhenOperatorNeeded: Bool, generator: any RandomNumberGenerator & Sendable
    ) {
        self.stopsWhenOperatorNeeded = stopsWhenOperatorNeeded
        self.generator = DrawingGenerator(generator)
    }

    public mutating func handle(_ event: Event) -> Action {
        if isStopped { return .stop(failure) }
        switch event {
        case .started: return .connect
        case .connected:
            isConnected = true
            return .publish
        case .connectFailed(let error), .outboxFailed(let error): return failed(error)
        case .delivered(let offered, let delivery): return delivered(offered, delivery)
        case .waited, .arrived: return isConnected ? .publish : .connect
        case .drainRequested:
            isDraining = true
            return isConnected ? .publish : .connect
        case .drainDeadlinePassed, .stopRequested:
            isStopped = true
            return .stop(failure)
        }
    }

    private mutating func delivered(_ offered: Int, _ delivery: Delivery) -> Action {
        if offered == 0 || delivery.acknowledged > 0 {
            backoff.reset()
            failure = nil
        }
        if let error = delivery.failure { return failed(error) }
        guard offered == 0 else { return .publish }
        guard isDraining else { return .rest }
        isStopped = true
        return .stop(nil)
    }

    private mutating func failed(_ error: PublishingError) -> Action {
        isConnected = false
        failure = error
        if error.needsOperator && stopsWhenOperatorNeeded {
            isStopped = true
            return .stop(error)
        }
        var seconds = backoff.next(using: &generator)
        if error.refusesConnection {
            seconds =
                ConnectionMachine.refusedSeconds * Double.random(in: 0.75...1, using: &generator)
        }
        return .wait(seconds: isDraining ? min(seconds, Self.drainSecondsMax) : seconds)
    }
}
