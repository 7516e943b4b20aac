import CNATS
import Foundation
public import NATSPublishing
public import Publishing

/// What anybody would write with cnats in an afternoon: the same bytes to the same stream, each
/// acknowledged, without outbox, order or a second try. The measure that our delivery is held to.
public final class BareLoop {
    private let connection: OpaquePointer
    private let stream: String

    public init(_ broker: BrokerURL, agent: AgentName = .standard) throws {
        var connection: OpaquePointer?
        try Self.check(natsConnection_ConnectTo(&connection, broker.description), "connect")
        guard let connection else { throw LoadFailure("cnats: no connection") }
        self.connection = connection
        stream = agent.stream
    }

    deinit { natsConnection_Destroy(connection) }

    /// One after the other, each waited for.
    public func publishSynchronously(_ events: [OutgoingEvent]) throws {
        let context = try context(window: 1)
        defer { jsCtx_Destroy(context) }
        for event in events {
            let message = try message(event)
            defer { natsMsg_Destroy(message) }
            var acknowledgement: UnsafeMutablePointer<jsPubAck>?
            try Self.check(
                js_PublishMsg(&acknowledgement, context, message, nil, nil), "publish")
            jsPubAck_Destroy(acknowledgement)
        }
    }

    /// So many in flight at most; returns when all are acknowledged.
    public func publishAsynchronously(_ events: [OutgoingEvent], window: Int) throws {
        let context = try context(window: window)
        defer { jsCtx_Destroy(context) }
        for event in events {
            var message: OpaquePointer? = try message(event)
            let status = js_PublishMsgAsync(context, &message, nil)
            natsMsg_Destroy(message)
            try Self.check(status, "publish")
        }
        try Self.check(js_PublishAsyncComplete(context, nil), "await the rest")
    }

    /// Takes the stream away, so that the same events may come again.
    public func deleteStream() throws {
        let context = try context(window: 1)
        defer { jsCtx_Destroy(context) }
        try Self.check(js_DeleteStream(context, stream, nil, nil), "delete the stream")
    }

    /// The ids that the stream holds, in stored order.
    public func storedIDs() throws -> [String] {
        let context = try context(window: 1)
        defer { jsCtx_Destroy(context) }
        var ids: [String] = []
        while true {
            var options = jsDirectGetMsgOptions()
            jsDirectGetMsgOptions_Init(&options)
            options.Sequence = UInt64(ids.count + 1)
            var message: OpaquePointer?
            let status = js_DirectGetMsg(&message, context, stream, nil, &options)
            if status == NATS_NOT_FOUND { return ids }
            try Self.check(status, "read the stream")
            defer { natsMsg_Destroy(message) }
            var id: UnsafePointer<CChar>?
            try Self.check(natsMsgHeader_Get(message, "Nats-Msg-Id", &id), "read an id")
            ids.append(id.map { String(cString: $0) } ?? "")
        }
    }

    private func context(window: Int) throws -> OpaquePointer {
        var options = jsOptions()
        jsOptions_Init(&options)
        options.PublishAsync.MaxPending = Int64(window)
        options.PublishAsync.StallWait = 5_000
        options.Wait = 5_000
        var context: OpaquePointer?
        try Self.check(natsConnection_JetStream(&context, connection, &options), "JetStream")
        guard let context else { throw LoadFailure("cnats: no JetStream") }
        return context
    }

    private func message(_ event: OutgoingEvent) throws -> OpaquePointer {
        var message: OpaquePointer?
        let status = event.payload.withUnsafeBytes { bytes in
            natsMsg_Create(
                &message, event.subject, nil,
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
        }
        try Self.check(status, "make a message")
        guard let message else { throw LoadFailure("cnats: no message") }
        for header in event.headers + [.init(name: "Nats-Msg-Id", value: event.id)] {
            try Self.check(natsMsgHeader_Set(message, header.name, header.value), "set a header")
        }
        return message
    }

    private static func check(_ status: natsStatus, _ what: String) throws {
        guard status == NATS_OK else {
            throw LoadFailure(
                "cnats: cannot \(what): "
                    + (natsStatus_GetText(status).map { String(cString: $0) } ?? ""))
        }
    }
}
