import Foundation
public import Publishing

/// Makes streams as an operator wants them, or mends those that are there.
public actor StreamMaker {
    /// One stream, as far as it is ours to say. Nobody can purge it, delete from it or roll it up;
    /// those permitted may fetch single messages directly; acknowledged is on disk.
    public struct Wish: Sendable, Equatable {
        public var name: String
        public var subjects: [String]
        public var bytesMax: Int
        /// Nanoseconds; 0 for never.
        public var ageMaxNanoseconds: Int64
        /// Messages kept for each subject; nil for all.
        public var history: Int?
        public var republishFrom: String?
        public var republishTo: String?

        public init(
            name: String, subjects: [String], bytesMax: Int, ageMaxNanoseconds: Int64 = 0,
            history: Int? = nil, republishFrom: String? = nil, republishTo: String? = nil
        ) {
            self.name = name
            self.subjects = subjects
            self.bytesMax = bytesMax
            self.ageMaxNanoseconds = ageMaxNanoseconds
            self.history = history
            self.republishFrom = republishFrom
            self.republishTo = republishTo
        }
    }

    public enum Change: String, Sendable, Codable { case created, updated, unchanged }

    private static let milliseconds: Int64 = 5_000

    private let executor = BlockingExecutor(label: "streams")
    private let settings: BrokerSettings
    private let prefix: String
    private var connection: BrokerConnection?

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// - Parameter prefix: what stands before verb and stream in requests.
    public init(_ settings: BrokerSettings, prefix: String = "$JS.API.STREAM") {
        self.settings = settings
        self.prefix = prefix
    }

    /// Idempotent. An existing stream keeps its messages.
    public func make(_ wish: Wish) throws(PublishingError) -> Change {
        let wanted = WishedStream(wish)
        let found = try ask("INFO", wish.name, nil)
        if let error = found.error {
            guard error.number == JetStreamError.streamNotFound else { throw refused(error) }
            return try apply("CREATE", wanted, .created)
        }
        return found.config == wanted ? .unchanged : try apply("UPDATE", wanted, .updated)
    }

    private func apply(
        _ verb: String, _ wanted: WishedStream, _ change: Change
    ) throws(PublishingError) -> Change {
        if let error = try ask(verb, wanted.name, wanted).error { throw refused(error) }
        return change
    }

    private func ask(
        _ verb: String, _ stream: String, _ body: WishedStream?
    ) throws(PublishingError) -> WishedStreamReply {
        let connection = try connected()
        let subject = "\(prefix).\(verb).\(stream)"
        let payload = body.flatMap { try? JSONEncoder().encode($0) }.map { Array($0) } ?? []
        guard
            let reply = try connection.request(subject, payload, milliseconds: Self.milliseconds)
        else {
            for case .publish(let refused) in connection.heard().refusals {
                throw .notPermitted(subject: refused, broker: settings.broker.description)
            }
            throw .acknowledgementTimedOut(broker: settings.broker.description, seconds: 5)
        }
        if reply.status == 503 {
            throw .refused(
                code: 503,
                reason: "nobody takes requests for the stream \(stream); does the broker run with "
                    + "this realm's nats.conf?")
        }
        let decoder = JSONDecoder()
        guard let decoded = try? decoder.decode(WishedStreamReply.self, from: Data(reply.payload))
        else { throw .refused(code: 0, reason: "its answer is not readable") }
        return decoded
    }

    private func connected() throws(PublishingError) -> BrokerConnection {
        if let connection { return connection }
        let fresh = try BrokerConnection(settings)
        connection = fresh
        return fresh
    }

    private func refused(_ error: PublishAcknowledgement.Refusal) -> PublishingError {
        .refused(code: error.number ?? error.code, reason: error.description ?? "no reason given")
    }
}
