/// Takes events from an outbox to a publisher, in order, until each is acknowledged: the class
/// around `DeliveryMachine` that performs its actions.
public actor OutboxDrain {
    /// What was left when draining ended.
    public struct Outcome: Sendable, Equatable {
        /// Events that still wait in the outbox.
        public let remaining: Int
        /// Why they wait, if the broker or the outbox said so.
        public let failure: PublishingError?
    }

    /// Events offered at a time.
    public static let batchCount = 256

    private let outbox: any EventOutbox
    private let publisher: any EventPublisher
    private let clock: any Clock<Duration>
    private let tellLoss: @Sendable (AcknowledgedLoss) -> Void
    private let tellTaken: @Sendable (String) -> Void
    /// The id that was last told of.
    private var takenID: String?
    private let signal = WakeSignal()
    private let finished = WakeSignal()
    private var machine: DeliveryMachine
    private var requests: [DeliveryMachine.Event] = []
    private var timerRanOut = false
    private var isRunning = false
    private var hasRun = false
    private var drainDeadlinePassed = false
    /// Read while those before them were under way.
    private var next: [OutgoingEvent] = []
    /// At the far end, and not yet noted in the outbox.
    private var unnoted: UInt64?

    /// - Parameters:
    ///   - stopsWhenOperatorNeeded: see `DeliveryMachine`.
    ///   - tellLoss: called when the far end has lost what it had acknowledged, before it is sent
    ///     again.
    ///   - tellTaken: called once for an event whose id somebody else has used at the far end.
    public init(
        outbox: any EventOutbox, publisher: any EventPublisher, stopsWhenOperatorNeeded: Bool,
        clock: any Clock<Duration> = ContinuousClock(),
        generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        onLoss tellLoss: @escaping @Sendable (AcknowledgedLoss) -> Void = { _ in },
        onTaken tellTaken: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.tellLoss = tellLoss
        self.tellTaken = tellTaken
        self.outbox = outbox
        self.publisher = publisher
        self.clock = clock
        machine = DeliveryMachine(
            stopsWhenOperatorNeeded: stopsWhenOperatorNeeded, generator: generator)
        outbox.onAppend { [signal] in signal.notify() }
    }

    /// The latest failure since something was last acknowledged.
    public var failure: PublishingError? { machine.failure }

    /// Delivers until stopped, drained or cancelled; run it once.
    /// - Returns: the failure that ended it, or nil.
    @discardableResult
    public func run() async -> PublishingError? {
        precondition(!hasRun, "an outbox drain runs once")
        hasRun = true
        isRunning = true
        defer {
            isRunning = false
            finished.notify()
        }
        var action = machine.handle(.started)
        while true {
            if case .stop(let failure) = action {
                // What cannot be noted now is found again when it connects.
                try? noteAcknowledged()
                await publisher.close()
                return failure
            }
            let event = await perform(action)
            action = machine.handle(event)
            for request in takeRequests() { action = machine.handle(request) }
        }
    }

    /// Delivers what is pending, waiting for the broker at most `limit`, and ends `run`, which it
    /// starts if nobody has.
    public func drain(within limit: Duration) async -> Outcome {
        request(.drainRequested)
        let runner = hasRun ? nil : Task { await run() }
        let deadline = Task { [clock] in
            if (try? await clock.sleep(for: limit)) != nil { deadlinePassed() }
        }
        while (isRunning || !hasRun) && !drainDeadlinePassed { await finished.wait() }
        deadline.cancel()
        // Past the deadline a publish may be under way; it ends by itself, within its own limit.
        if !drainDeadlinePassed { _ = await runner?.value }
        return outcome()
    }

    /// Ends `run` after the batch under way.
    public func stop() { request(.stopRequested) }

    private func deadlinePassed() {
        drainDeadlinePassed = true
        request(.drainDeadlinePassed)
        finished.notify()
    }

    private func outcome() -> Outcome {
        do {
            return Outcome(remaining: try outbox.pendingCount(), failure: machine.failure)
        } catch {
            return Outcome(remaining: 0, failure: .outboxFailed(cause: "\(error)"))
        }
    }

    private func request(_ event: DeliveryMachine.Event) {
        requests.append(event)
        signal.notify()
    }

    private func takeRequests() -> [DeliveryMachine.Event] {
        defer { requests.removeAll() }
        return Task.isCancelled ? requests + [.stopRequested] : requests
    }
}

extension OutboxDrain {
    private func perform(_ action: DeliveryMachine.Action) async -> DeliveryMachine.Event {
        switch action {
        case .connect: await connect()
        case .publish: await publish()
        case .wait(let seconds): await wait(seconds)
        case .rest: await rest()
        case .stop: .stopRequested
        }
    }

    private func connect() async -> DeliveryMachine.Event {
        do {
            next = []
            try noteAcknowledged()
            let extent = try await publisher.connect()
            if let loss = try outbox.resume(from: extent) { tellLoss(loss) }
            return .connected
        } catch let error as PublishingError {
            return .connectFailed(error)
        } catch {
            return .outboxFailed(.outboxFailed(cause: "\(error)"))
        }
    }

    private func publish() async -> DeliveryMachine.Event {
        do {
            let events = try takeNext()
            guard let last = events.last else {
                return .delivered(offered: 0, Delivery(acknowledged: 0))
            }
            async let delivering = publisher.publish(events)
            let meanwhile = Result { try prepare(after: last.sequence) }
            let delivery = await delivering
            if delivery.acknowledged > 0 { unnoted = events[delivery.acknowledged - 1].sequence }
            try meanwhile.get()
            if let failure = delivery.failure { note(failure) }
            if next.isEmpty { try noteAcknowledged() }
            return .delivered(offered: events.count, delivery)
        } catch {
            return .outboxFailed(.outboxFailed(cause: "\(error)"))
        }
    }

    private func note(_ failure: PublishingError) {
        next = []
        guard case .idTaken(let id, _) = failure, id != takenID else { return }
        takenID = id
        tellTaken(id)
    }

    private func takeNext() throws -> [OutgoingEvent] {
        defer { next = [] }
        guard next.isEmpty else { return next }
        return try outbox.pending(after: unnoted ?? 0, limit: Self.batchCount)
    }

    /// What the outbox has to do besides, while events are under way: what comes next first, for it
    /// must be there when they have arrived.
    private func prepare(after sequence: UInt64) throws {
        next = try outbox.pending(after: sequence, limit: Self.batchCount)
        try noteAcknowledged()
    }

    private func noteAcknowledged() throws {
        guard let sequence = unnoted else { return }
        try outbox.acknowledge(through: sequence)
        unnoted = nil
    }

    private func rest() async -> DeliveryMachine.Event {
        await signal.wait()
        return .arrived
    }

    /// Arrivals do not cut a back-off short; a request to drain or stop does.
    private func wait(_ seconds: Double) async -> DeliveryMachine.Event {
        timerRanOut = false
        let timer = Task { [clock] in
            if (try? await clock.sleep(for: .seconds(seconds))) != nil { runOut() }
        }
        while !timerRanOut && requests.isEmpty && !Task.isCancelled { await signal.wait() }
        timer.cancel()
        return .waited
    }

    private func runOut() {
        timerRanOut = true
        signal.notify()
    }
}
