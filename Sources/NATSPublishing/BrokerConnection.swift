import CNATS
import Publishing

/// One connection to one broker: the only place that holds the client library's handles.
///
/// It never reconnects by itself and buffers nothing: after any failure it is thrown away and a
/// new one is made, so the outbox is the only place where events wait. Not to be shared between
/// threads; its calls block.
final class BrokerConnection {
    let settings: BrokerSettings
    private let ears: ConnectionEars
    private let connection: OpaquePointer
    private let inbox: OpaquePointer
    private var subscriptions: [OpaquePointer] = []
    /// Replies arrive on `replyPrefix` and one token more.
    let replyPrefix: String

    var broker: BrokerURL { settings.broker }

    convenience init(_ broker: BrokerURL, agent: AgentName) throws(PublishingError) {
        try self.init(BrokerSettings(broker: broker, agent: agent))
    }

    /// - Parameter wake: called on a thread of the library when there is something in `heard`.
    init(
        _ settings: BrokerSettings, wake: @escaping @Sendable () -> Void = {}
    ) throws(PublishingError) {
        self.settings = settings
        let ears = ConnectionEars(wake: wake)
        let connection = try Self.connect(settings, ears)
        replyPrefix = "_INBOX_\(settings.agent).\(Self.secret())."
        var inbox: OpaquePointer?
        let status = natsConnection_SubscribeSync(&inbox, connection, replyPrefix + "*")
        guard status == NATS_OK, let inbox else {
            natsConnection_Destroy(connection)
            throw .connectionLost(broker: settings.broker.description)
        }
        // Replies nobody asked for cost a hostile broker's memory, not ours.
        _ = natsSubscription_SetPendingLimits(inbox, 4_096, 4 << 20)
        self.ears = ears
        self.connection = connection
        self.inbox = inbox
    }

    deinit {
        natsConnection_Close(connection)
        for subscription in subscriptions { natsSubscription_Destroy(subscription) }
        natsSubscription_Destroy(inbox)
        natsConnection_Destroy(connection)
    }

    private static let letters = Array(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_")

    /// Nobody must be able to guess where acknowledgements go: 132 random bits.
    private static func secret() -> String {
        String((0..<22).map { _ in letters[Int(UInt8.random(in: 0..<64))] })
    }

    /// With a signature that cannot be sent each time (1 in 256), four in a row are 1 in 2³².
    private static let connectCountMax = 4

    private static func connect(
        _ settings: BrokerSettings, _ ears: ConnectionEars
    ) throws(PublishingError) -> OpaquePointer {
        let login = try settings.login()
        let signer = NonceSigner(login)
        for _ in 0..<connectCountMax - 1 {
            do {
                return try connect(settings, ears, login, signer)
            } catch .loginRefused where signer?.takeUnsendable() == true {
                continue
            }
        }
        return try connect(settings, ears, login, signer)
    }

    private static func connect(
        _ settings: BrokerSettings, _ ears: ConnectionEars, _ login: BrokerLogin,
        _ signer: NonceSigner?
    ) throws(PublishingError) -> OpaquePointer {
        var options: OpaquePointer?
        guard natsOptions_Create(&options) == NATS_OK, let options else {
            throw .refused(code: 0, reason: "the NATS client library has no memory")
        }
        defer { natsOptions_Destroy(options) }
        if let error = ConnectionOptions.set(options, settings) { throw error }
        if let error = ConnectionOptions.login(options, login, signer) { throw error }
        if let token = settings.token() {
            // The library writes it between quotation marks as it is.
            let isPlain = token.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
            guard isPlain, natsOptions_SetToken(options, token) == NATS_OK else {
                throw .credentialsUnusable(path: "token")
            }
        }
        let installed = ears.install(in: options)
        var connection: OpaquePointer?
        let handshakeGuard = HandshakeGuard(port: settings.broker.port)
        let status =
            installed.first { $0 != NATS_OK }
            ?? withExtendedLifetime(signer) { natsConnection_Connect(&connection, options) }
        handshakeGuard.end()
        if status == NATS_OK, let connection { return connection }
        let text = nats_GetLastError(nil).map { String(cString: $0) } ?? ""
        if let connection { natsConnection_Destroy(connection) } else { ears.uninstall() }
        throw ConnectFailure.error(status, text, settings)
    }
}

extension BrokerConnection {
    /// Hands a message to the library, which sends it in order and at once. A reply will arrive
    /// at `replyPrefix + token`.
    func send(
        _ payload: [UInt8], to subject: String, replyToken: String?,
        headers: [(name: String, value: String)] = []
    ) throws(PublishingError) {
        try send(
            payload, to: subject, replySubject: replyToken.map { replyPrefix + $0 },
            headers: headers)
    }

    /// The same, with a reply subject that is not our inbox: an operator's test of the broker.
    func send(
        _ payload: [UInt8], to subject: String, replySubject: String?,
        headers: [(name: String, value: String)] = []
    ) throws(PublishingError) {
        var message: OpaquePointer?
        let created = payload.withUnsafeBytes { bytes in
            natsMsg_Create(
                &message, subject, replySubject,
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: bytes.count)
            )
        }
        guard created == NATS_OK, let message else {
            throw .refused(code: Int(created.rawValue), reason: "subject or payload is not valid")
        }
        defer { natsMsg_Destroy(message) }
        for header in headers {
            let status = natsMsgHeader_Set(message, header.name, header.value)
            guard status == NATS_OK else {
                throw .refused(code: Int(status.rawValue), reason: "a header is not valid")
            }
        }
        let status = natsConnection_PublishMsg(connection, message)
        guard status == NATS_OK else { throw lost(status) }
    }

    /// The next reply, or nil when none came in time.
    func receive(milliseconds: Int64) throws(PublishingError) -> BrokerMessage? {
        var message: OpaquePointer?
        let status = natsSubscription_NextMsg(&message, inbox, max(milliseconds, 1))
        if status == NATS_OK, let message { return BrokerMessage(taking: message) }
        if status == NATS_NO_RESPONDERS { return .noResponders }
        guard status == NATS_TIMEOUT else { throw lost(status) }
        return nil
    }

    /// One request and its reply; nil when none came in time. Not while acknowledgements are due.
    func request(
        _ subject: String, _ payload: String, milliseconds: Int64
    ) throws(PublishingError) -> BrokerMessage? {
        try request(subject, Array(payload.utf8), milliseconds: milliseconds)
    }

    func request(
        _ subject: String, _ payload: [UInt8], headers: [(name: String, value: String)] = [],
        milliseconds: Int64
    ) throws(PublishingError) -> BrokerMessage? {
        let token = "r" + String(UInt64.random(in: .min ... .max), radix: 36)
        try send(payload, to: subject, replyToken: token, headers: headers)
        let clock = ContinuousClock()
        let deadline = clock.now + .milliseconds(milliseconds)
        while clock.now < deadline {
            let left = (deadline - clock.now) / .milliseconds(1)
            guard let reply = try receive(milliseconds: Int64(left)) else { return nil }
            if reply.subject == replyPrefix + token || reply.status == 503 { return reply }
        }
        return nil
    }

    /// Lets messages on a subject flow into a queue until the connection ends. A refusal
    /// stands in `heard` after the next `flush`.
    func subscribe(
        _ subject: String, group: String?, into queue: MessageQueue
    ) throws(PublishingError) {
        let feed = MessageFeed(queue)
        guard let subscription = feed.start(on: connection, subject, group: group) else {
            if let ending { throw ending }
            throw .refused(code: 0, reason: "the subject \(subject) cannot be subscribed to")
        }
        subscriptions.append(subscription)
    }

    /// Ends everything that was subscribed to.
    func unsubscribeAll() {
        for subscription in subscriptions {
            _ = natsSubscription_Unsubscribe(subscription)
            natsSubscription_Destroy(subscription)
        }
        subscriptions.removeAll()
    }

    /// Ends everything that was subscribed to, after what the broker had sent by then has been
    /// delivered.
    func drainSubscriptions(milliseconds: Int64) {
        for subscription in subscriptions {
            _ = natsSubscription_DrainTimeout(subscription, milliseconds)
        }
        for subscription in subscriptions {
            _ = natsSubscription_WaitForDrainCompletion(subscription, milliseconds)
            natsSubscription_Destroy(subscription)
        }
        subscriptions.removeAll()
    }

    /// Waits until the broker has dealt with everything sent so far.
    func flush(milliseconds: Int64) throws(PublishingError) {
        let status = natsConnection_FlushTimeout(connection, milliseconds)
        if status == NATS_TIMEOUT {
            throw .acknowledgementTimedOut(
                broker: broker.description, seconds: Double(milliseconds) / 1_000)
        }
        guard status == NATS_OK else { throw lost(status) }
    }

    /// The largest message the broker takes, bytes.
    var payloadBytesMax: Int { Int(natsConnection_GetMaxPayload(connection)) }

    /// Ends it; what was subscribed to ends with it.
    func close() { natsConnection_Close(connection) }

    /// What the broker said apart from any call, since the last time.
    func heard() -> ConnectionEars.Heard { ears.take() }

    /// Why the connection is gone, or nil while it holds.
    var ending: PublishingError? {
        ears.peek().closed == nil ? nil : lost(NATS_CONNECTION_CLOSED)
    }

    private func lost(_ status: natsStatus) -> PublishingError {
        // The broker's words come on another thread, its last when the connection has closed.
        if natsConnection_IsClosed(connection) { ears.awaitClosed() }
        let heard = ears.peek()
        let words = (heard.loginLost ?? "") + " " + (heard.closed ?? lastError)
        let broker = broker.description
        if words.contains("Expired") { return .loginExpired(broker: broker) }
        if words.contains("Revoked") || words.contains("Authorization Violation")
            || status == NATS_CONNECTION_AUTH_FAILED
        {
            return .loginRevoked(broker: broker)
        }
        if ["Parse Error", "Protocol Error", "processMsgArgs"].contains(where: words.contains) {
            return .protocolBroken(broker: broker)
        }
        return .connectionLost(broker: broker)
    }

    private var lastError: String {
        var text: UnsafePointer<CChar>?
        _ = natsConnection_GetLastError(connection, &text)
        return text.map { String(cString: $0) } ?? ""
    }
}
