import CNATS
import Publishing

/// One connection to one broker: the only place that holds the client library's handles.
///
/// It never reconnects by itself and buffers nothing: after any failure it is thrown away and a
/// new one is made, so the outbox is the only place where events wait. Not to be shared between
/// threads; its calls block.
final class BrokerConnection {
    static let connectMilliseconds: Int64 = 2_000

    let broker: BrokerURL
    private let connection: OpaquePointer
    private let inbox: OpaquePointer
    /// Replies arrive on `replyPrefix` and one token more.
    let replyPrefix: String

    init(_ broker: BrokerURL, agent: AgentName) throws(PublishingError) {
        self.broker = broker
        let connection = try Self.connect(broker, agent)
        // Nobody must be able to guess where acknowledgements go: 128 random bits.
        let secret = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }
        replyPrefix = "_INBOX_\(agent).\(secret.joined())."
        var inbox: OpaquePointer?
        let status = natsConnection_SubscribeSync(&inbox, connection, replyPrefix + "*")
        guard status == NATS_OK, let inbox else {
            natsConnection_Destroy(connection)
            throw .connectionLost(broker: broker.description)
        }
        self.connection = connection
        self.inbox = inbox
    }

    deinit {
        natsSubscription_Destroy(inbox)
        natsConnection_Destroy(connection)
    }

    private static func connect(
        _ broker: BrokerURL, _ agent: AgentName
    ) throws(PublishingError) -> OpaquePointer {
        var options: OpaquePointer?
        guard natsOptions_Create(&options) == NATS_OK, let options else {
            throw .refused(code: 0, reason: "the NATS client library has no memory")
        }
        defer { natsOptions_Destroy(options) }
        let settings: [natsStatus] = [
            natsOptions_SetURL(options, broker.complete),
            natsOptions_SetName(options, "healthypi-agent \(agent)"),
            natsOptions_SetTimeout(options, connectMilliseconds),
            natsOptions_SetAllowReconnect(options, false),
            natsOptions_SetReconnectBufSize(options, 0),
            natsOptions_SetPingInterval(options, 10_000),
            natsOptions_SetMaxPingsOut(options, 2),
            natsOptions_SetWriteDeadline(options, 5_000),
            natsOptions_SetErrorHandler(options, quietErrorHandler, nil),
        ]
        guard settings.allSatisfy({ $0 == NATS_OK }) else {
            throw .brokerURLInvalid(reason: "the NATS client library does not take it")
        }
        var connection: OpaquePointer?
        let status = natsConnection_Connect(&connection, options)
        if status == NATS_OK, let connection { return connection }
        if let connection { natsConnection_Destroy(connection) }
        throw failure(status, broker)
    }

    private static func failure(_ status: natsStatus, _ broker: BrokerURL) -> PublishingError {
        switch status {
        case NATS_CONNECTION_AUTH_FAILED: .loginRefused(broker: broker.description)
        case NATS_NO_SERVER, NATS_TIMEOUT, NATS_IO_ERROR:
            .brokerUnreachable(broker: broker.description)
        default:
            .refused(
                code: Int(status.rawValue), reason: String(cString: natsStatus_GetText(status)))
        }
    }
}

extension BrokerConnection {
    /// Hands a message to the library, which sends it in order and at once. A reply will arrive
    /// at `replyPrefix + token`.
    func send(
        _ payload: [UInt8], to subject: String, replyToken: String,
        headers: [(name: String, value: String)] = []
    ) throws(PublishingError) {
        var message: OpaquePointer?
        let created = payload.withUnsafeBytes { bytes in
            natsMsg_Create(
                &message, subject, replyPrefix + replyToken,
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
        let token = "r" + String(UInt64.random(in: .min ... .max), radix: 36)
        try send(Array(payload.utf8), to: subject, replyToken: token)
        let clock = ContinuousClock()
        let deadline = clock.now + .milliseconds(milliseconds)
        while clock.now < deadline {
            let left = (deadline - clock.now) / .milliseconds(1)
            guard let reply = try receive(milliseconds: Int64(left)) else { return nil }
            if reply.subject == replyPrefix + token || reply.status == 503 { return reply }
        }
        return nil
    }

    /// The largest message the broker takes, bytes.
    var payloadBytesMax: Int { Int(natsConnection_GetMaxPayload(connection)) }

    /// True when the broker has refused something on this connection for want of permission.
    /// Such a refusal comes apart from the call that caused it.
    var wasDenied: Bool {
        var text: UnsafePointer<CChar>?
        return natsConnection_GetLastError(connection, &text) == NATS_NOT_PERMITTED
    }

    private func lost(_ status: natsStatus) -> PublishingError {
        status == NATS_CONNECTION_AUTH_FAILED
            ? .loginRefused(broker: broker.description)
            : .connectionLost(broker: broker.description)
    }
}
