public import Publishing

/// Listens and speaks on a broker, beside the delivery of events: one connection, made again
/// whenever it is lost, and subscriptions that are made again with it.
///
/// `ConnectionMachine` decides; this class performs. Nothing is buffered on the way out: what
/// cannot be sent now is refused, and events go through the outbox instead.
public actor BrokerLink {
    /// A broker that has refused a subscription is asked again this often.
    static let refusedSeconds = 60.0

    /// What there is to say besides messages; the newest 64 if nobody listens.
    public nonisolated let notices: AsyncStream<BrokerNotice>

    private let settings: BrokerSettings
    private let clock: any Clock<Duration>
    private let telling: AsyncStream<BrokerNotice>.Continuation
    private let signal = WakeSignal()
    private let executor = BlockingExecutor(label: "nats link")
    private var machine: ConnectionMachine
    private var connection: BrokerConnection?
    private var inboxes: [BrokerInbox] = []
    private var refused: [String: BrokerInbox] = [:]
    private var requests: [ConnectionMachine.Event] = []
    private var timerRanOut = false
    private var hasRun = false

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    public init(
        _ settings: BrokerSettings, clock: any Clock<Duration> = ContinuousClock(),
        generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.settings = settings
        self.clock = clock
        machine = ConnectionMachine(generator: generator)
        (notices, telling) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(64))
    }

    public var state: ConnectionMachine.State { machine.state }

    /// Subscribes, now if connected, and again after every connecting.
    ///
    /// - Parameters:
    ///   - group: the queue group, whose members share the messages; nil for all of them.
    ///   - countMax: messages that wait at most; then the oldest go and are counted.
    ///   - bytesMax: what they take up at most, bytes.
    public func subscribe(
        _ subject: String, group: String? = nil, countMax: Int = 64, bytesMax: Int = 1 << 20
    ) -> BrokerInbox {
        let inbox = BrokerInbox(
            subject: subject, group: group,
            queue: MessageQueue(countMax: countMax, bytesMax: bytesMax))
        inboxes.append(inbox)
        if let connection {
            subscribe([inbox], on: connection)
            listen(to: connection)
        }
        return inbox
    }

    /// Sends a message at once, without a buffer and without an acknowledgement.
    ///
    /// - Throws: `connectionLost` when there is no connection. That it is not permitted comes
    ///   later, as a notice.
    public func publish(
        _ payload: [UInt8], to subject: String, headers: [(name: String, value: String)] = []
    ) throws(PublishingError) {
        guard let connection else { throw .connectionLost(broker: settings.broker.description) }
        try connection.send(payload, to: subject, replyToken: nil, headers: headers)
    }

    /// Asks and waits for one answer; nil when none came in time or nobody serves the subject.
    public func request(
        _ payload: [UInt8], to subject: String, headers: [(name: String, value: String)] = [],
        withinSeconds seconds: Double = 2
    ) throws(PublishingError) -> IncomingMessage? {
        guard let connection else { throw .connectionLost(broker: settings.broker.description) }
        let milliseconds = Int64(Swift.min(Swift.max(seconds, 0.01), 30) * 1_000)
        guard
            let reply = try connection.request(
                subject, payload, headers: headers, milliseconds: milliseconds),
            reply.status != 503
        else { return nil }
        return IncomingMessage(
            subject: reply.subject, payload: reply.payload,
            headers: reply.status.map { ["Status": String($0)] } ?? [:])
    }

    /// Keeps the connection until stopped or cancelled; run it once.
    public func run() async {
        precondition(!hasRun, "a broker link runs once")
        hasRun = true
        var action = machine.handle(.started)
        while true {
            let event: ConnectionMachine.Event
            switch action {
            case .connect: event = connect()
            case .hold: event = await hold()
            case .wait(let seconds): event = await wait(seconds)
            case .stop:
                end()
                return
            }
            action = machine.handle(event)
        }
    }

    /// Hears nothing new from here on: what the broker had sent by then is in the inboxes, and they
    /// end once it has been taken. What is to be said may still be said, until `stop`.
    public func drain(milliseconds: Int64 = 2_000) {
        connection?.drainSubscriptions(milliseconds: milliseconds)
        for inbox in inboxes { inbox.queue.end() }
        inboxes.removeAll()
    }

    /// Waits until the broker has dealt with everything said so far.
    public func flush(milliseconds: Int64 = 2_000) throws(PublishingError) {
        guard let connection else { throw .connectionLost(broker: settings.broker.description) }
        try connection.flush(milliseconds: milliseconds)
    }

    /// Ends `run`, and every inbox with it.
    public func stop() { request(.stopRequested) }

    /// Makes the connection anew with the credentials as they are now.
    public func credentialsChanged() { request(.credentialsChanged) }

    private func request(_ event: ConnectionMachine.Event) {
        requests.append(event)
        signal.notify()
    }
}

extension BrokerLink {
    private func connect() -> ConnectionMachine.Event {
        connection = nil
        refused = [:]
        do throws(PublishingError) {
            let fresh = try BrokerConnection(settings, wake: { [signal] in signal.notify() })
            connection = fresh
            subscribe(inboxes, on: fresh)
            telling.yield(.connected)
            listen(to: fresh)
            return .connected
        } catch {
            return .failed(error)
        }
    }

    private func subscribe(_ wanted: [BrokerInbox], on connection: BrokerConnection) {
        do throws(PublishingError) {
            for inbox in wanted {
                try connection.subscribe(inbox.subject, group: inbox.group, into: inbox.queue)
            }
            if !wanted.isEmpty { try connection.flush(milliseconds: 2_000) }
        } catch {
            // The connection ends by this, and `hold` sees it.
            connection.close()
        }
    }

    /// Lasts as long as the connection does.
    private func hold() async -> ConnectionMachine.Event {
        timerRanOut = false
        var timer: Task<Void, Never>?
        defer { timer?.cancel() }
        while true {
            if let event = nextRequest() { return event }
            guard let connection else {
                return .failed(.connectionLost(broker: settings.broker.description))
            }
            listen(to: connection)
            if let ending = connection.ending { return .failed(ending) }
            if timerRanOut {
                (timerRanOut, timer) = (false, nil)
                let again = Array(refused.values)
                refused = [:]
                subscribe(again, on: connection)
                listen(to: connection)
            }
            if !refused.isEmpty, timer == nil { timer = startTimer(Self.refusedSeconds) }
            await signal.wait()
        }
    }

    private func listen(to connection: BrokerConnection) {
        for refusal in connection.heard().refusals {
            switch refusal {
            case .publish(let subject): telling.yield(.publishRefused(subject: subject))
            case .subscription(let subject):
                for inbox in inboxes where inbox.subject == subject { refused[subject] = inbox }
                telling.yield(.subscriptionRefused(subject: subject))
            }
        }
        for inbox in inboxes {
            let count = inbox.queue.takeDroppedCount()
            if count > 0 { telling.yield(.dropped(subject: inbox.subject, count: count)) }
        }
    }

    private func wait(_ seconds: Double) async -> ConnectionMachine.Event {
        connection = nil
        if case .waiting(let error) = machine.state {
            telling.yield(.waiting(seconds: seconds, because: error))
        }
        timerRanOut = false
        let timer = startTimer(seconds)
        defer { timer.cancel() }
        while !timerRanOut {
            if let event = nextRequest() { return event }
            await signal.wait()
        }
        return .waited
    }

    private func nextRequest() -> ConnectionMachine.Event? {
        if Task.isCancelled { return .stopRequested }
        return requests.isEmpty ? nil : requests.removeFirst()
    }

    private func startTimer(_ seconds: Double) -> Task<Void, Never> {
        Task { [clock] in
            if (try? await clock.sleep(for: .seconds(seconds))) != nil { runOut() }
        }
    }

    private func runOut() {
        timerRanOut = true
        signal.notify()
    }

    private func end() {
        connection = nil
        for inbox in inboxes { inbox.queue.end() }
        telling.yield(.stopped)
        telling.finish()
    }
}
