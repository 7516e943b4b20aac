import Foundation
public import Publishing

/// Makes an agent's stream on a broker, or mends one that is there. The operator's side: the
/// agent itself never does this and needs no permission for it.
public struct StreamProvisioner: Sendable {
    public struct Outcome: Sendable, Equatable, Codable {
        public enum Change: String, Sendable, Codable { case created, updated, unchanged }

        public let stream: String
        public let subjects: [String]
        public let change: Change
        /// What this broker is too old for, each with what follows from it; empty when nothing.
        public let missing: [String]
    }

    private let settings: BrokerSettings

    public init(_ settings: BrokerSettings) { self.settings = settings }

    public init(broker: BrokerURL, agent: AgentName = .standard) {
        self.init(BrokerSettings(broker: broker, agent: agent))
    }

    /// Idempotent. Limits and replicas of an existing stream stay as the operator set them. Takes
    /// a thread of its own for its blocking work.
    public func provision() async throws(PublishingError) -> Outcome {
        try await Worker(settings).provision()
    }
}

private actor Worker {
    let settings: BrokerSettings
    let executor = BlockingExecutor(label: "provision")

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ settings: BrokerSettings) { self.settings = settings }

    private var broker: BrokerURL { settings.broker }
    private var agent: AgentName { settings.agent }

    func provision() throws(PublishingError) -> StreamProvisioner.Outcome {
        let connection = try BrokerConnection(settings)
        let wanted = StreamConfiguration(agent: agent)
        let found = try ask("INFO", nil, connection)
        if let error = found.error, error.number != JetStreamError.streamNotFound {
            throw refused(error)
        }
        guard let existing = found.config else {
            return try apply("CREATE", wanted, .created, connection)
        }
        let merged = wanted.keepingLimits(of: existing)
        if existing == merged { return outcome(existing, .unchanged) }
        var degraded = merged
        degraded.republish = nil
        if existing == degraded, !(try accepts(merged, connection)) {
            return outcome(existing, .unchanged)
        }
        return try apply("UPDATE", merged, .updated, connection)
    }

    private func accepts(
        _ wanted: StreamConfiguration, _ connection: BrokerConnection
    ) throws(PublishingError) -> Bool {
        try ask("UPDATE", wanted, connection).error?.number != JetStreamError.configurationInvalid
    }

    /// nats-server before 2.10 does not republish onto one fixed subject and refuses the whole
    /// configuration; it gets one without.
    private func apply(
        _ verb: String, _ wanted: StreamConfiguration,
        _ change: StreamProvisioner.Outcome.Change, _ connection: BrokerConnection
    ) throws(PublishingError) -> StreamProvisioner.Outcome {
        var reply = try ask(verb, wanted, connection)
        if reply.error?.number == JetStreamError.configurationInvalid {
            var degraded = wanted
            degraded.republish = nil
            reply = try ask(verb, degraded, connection)
        }
        if let error = reply.error { throw refused(error) }
        guard let made = reply.config else {
            throw .refused(code: 0, reason: "its answer names no stream")
        }
        return outcome(made, change)
    }

    private func outcome(
        _ made: StreamConfiguration, _ change: StreamProvisioner.Outcome.Change
    ) -> StreamProvisioner.Outcome {
        var missing: [String] = []
        if made.republish == nil {
            missing.append(
                "republish: listeners on health.insights.write hear nothing; nats-server 2.10 or "
                    + "newer has it")
        }
        if made.allowDirect != true {
            missing.append(
                "direct get: after an outage longer than two minutes events may be stored twice; "
                    + "nats-server 2.9 or newer has it")
        }
        return StreamProvisioner.Outcome(
            stream: made.name, subjects: made.subjects, change: change, missing: missing)
    }

    private func ask(
        _ verb: String, _ body: StreamConfiguration?, _ connection: BrokerConnection
    ) throws(PublishingError) -> StreamReply {
        let text: String
        do {
            text =
                try body.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) } ?? ""
        } catch {
            throw .refused(code: 0, reason: "the stream's configuration cannot be written")
        }
        let subject = "$JS.API.STREAM.\(verb).\(agent.stream)"
        guard let reply = try connection.request(subject, text, milliseconds: 5_000) else {
            for case .publish(let refused) in connection.heard().refusals {
                throw .notPermitted(subject: refused, broker: broker.description)
            }
            throw .acknowledgementTimedOut(broker: broker.description, seconds: 5)
        }
        if reply.status == 503 {
            throw .refused(code: 503, reason: "JetStream is not switched on")
        }
        guard let decoded = try? JSONDecoder().decode(StreamReply.self, from: Data(reply.payload))
        else { throw .refused(code: 0, reason: "its answer is not readable") }
        return decoded
    }

    private func refused(_ error: PublishAcknowledgement.Refusal) -> PublishingError {
        .refused(code: error.number ?? error.code, reason: error.description ?? "no reason given")
    }
}
