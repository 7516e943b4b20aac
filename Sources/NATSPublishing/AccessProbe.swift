import Foundation
public import Publishing

/// Tries out what a broker lets somebody do. The operator's side.
///
/// The broker says nothing when it lets something pass, and its refusals come apart from the call.
/// So after each attempt something follows that nobody may do: once that has been refused, the
/// attempt would have been too. Takes a thread of its own for its blocking work.
public actor AccessProbe {
    public struct Reply: Sendable, Equatable {
        public let status: Int?
        public let payload: [UInt8]

        /// JetStream's error number, if that is what it answered.
        public var errorNumber: Int? { PublishAcknowledgement(payload)?.error?.number }

        /// Whether JetStream had a message with this id already; nil if it stored nothing.
        public var isDuplicate: Bool? {
            guard let answer = PublishAcknowledgement(payload), answer.error == nil,
                answer.seq != nil
            else { return nil }
            return answer.duplicate ?? false
        }
    }

    /// Attempts between two looks at what was refused.
    public static let countMax = 48

    private static let milliseconds: Int64 = 5_000

    private let executor = BlockingExecutor(label: "probe")
    private let connection: BrokerConnection
    private var heardSubjects: [String: MessageQueue] = [:]
    private var canaryCount = 0

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    private init(_ connection: sending BrokerConnection) { self.connection = connection }

    /// Connects as `settings` say.
    public static func connect(_ settings: BrokerSettings) async throws(PublishingError)
        -> AccessProbe
    {
        AccessProbe(try BrokerConnection(settings))
    }

    /// - Parameter replySubject: nil for the probe's own inbox.
    /// - Returns: false when the broker refused it.
    public func publish(
        _ subject: String, replySubject: String? = nil, headers: [String: String] = [:],
        payload: [UInt8] = []
    ) throws(PublishingError) -> Bool {
        _ = connection.heard()
        try connection.send(
            payload, to: subject, replySubject: replySubject,
            headers: headers.map { (name: $0.key, value: $0.value) })
        return !(try refusals().contains(.publish(subject: subject)))
    }

    /// Lets messages on a subject come in; `heard` has them.
    ///
    /// Publishes on each, at most 48 at a time.
    ///
    /// - Returns: for each, false when the broker refused it.
    public func publish(
        each subjects: [String], headers: [String: String]
    ) throws(PublishingError) -> [Bool] {
        precondition(subjects.count <= Self.countMax, "The broker's refusals are kept so far only.")
        _ = connection.heard()
        for subject in subjects {
            try connection.send(
                [], to: subject, replySubject: nil,
                headers: headers.map { (name: $0.key, value: $0.value) })
        }
        let refused = try refusals()
        return subjects.map { !refused.contains(.publish(subject: $0)) }
    }

    /// - Returns: false when the broker refused it.
    public func listen(_ subject: String, group: String? = nil) throws(PublishingError) -> Bool {
        try listen(each: [(subject, group)])[0]
    }

    /// Lets messages on each subject come in, at most 48 at a time, no subject twice; `heard` has
    /// them.
    ///
    /// - Returns: for each, false when the broker refused it.
    public func listen(
        each subjects: [(subject: String, group: String?)]
    ) throws(PublishingError) -> [Bool] {
        precondition(subjects.count <= Self.countMax, "The broker's refusals are kept so far only.")
        _ = connection.heard()
        for (subject, group) in subjects {
            let queue = MessageQueue(countMax: 256, bytesMax: 1 << 20)
            try connection.subscribe(subject, group: group, into: queue)
            heardSubjects[subject] = queue
        }
        let refused = try refusals()
        return subjects.map { !refused.contains(.subscription(subject: $0.subject)) }
    }

    /// What came in on a subject listened to, since the last time.
    public func heard(_ subject: String) -> [IncomingMessage] {
        heardSubjects[subject]?.takeAll() ?? []
    }

    /// Listens to nothing any more.
    public func stopListening() {
        connection.unsubscribeAll()
        heardSubjects = [:]
    }

    /// - Returns: nil when nobody answered.
    public func request(
        _ subject: String, headers: [String: String] = [:], payload: [UInt8] = [],
        milliseconds: Int = 2_000
    ) throws(PublishingError) -> Reply? {
        let reply = try connection.request(
            subject, payload, headers: headers.map { (name: $0.key, value: $0.value) },
            milliseconds: Int64(milliseconds))
        return reply.map { Reply(status: $0.status, payload: $0.payload) }
    }

    /// Waits until the broker has dealt with everything sent so far, and what it had to say before
    /// has come in.
    public func settle() throws(PublishingError) { _ = try refusals() }

    /// Everything the broker refused before it refused what nobody may do.
    private func refusals() throws(PublishingError) -> [ConnectionEars.Refusal] {
        canaryCount += 1
        let canary = "nobody.may.say.this.\(canaryCount)"
        try connection.send([], to: canary, replySubject: nil)
        try connection.flush(milliseconds: Self.milliseconds)
        var refusals: [ConnectionEars.Refusal] = []
        let deadline = ContinuousClock.now + .milliseconds(Self.milliseconds)
        while ContinuousClock.now < deadline {
            refusals += connection.heard().refusals
            if refusals.contains(.publish(subject: canary)) { return refusals }
            if let ending = connection.ending { throw ending }
            _ = poll(nil, 0, 1)
        }
        throw .refused(code: 0, reason: "it lets this user say what nobody may say (\(canary))")
    }
}
