import CNATS
import Glibc

/// Carries one subscription's messages from the client library's thread into a queue.
final class MessageFeed: Sendable {
    private let queue: MessageQueue

    init(_ queue: MessageQueue) { self.queue = queue }

    /// - Returns: the library's subscription, or nil when it would not.
    func start(
        on connection: OpaquePointer, _ subject: String, group: String?
    ) -> OpaquePointer? {
        var subscription: OpaquePointer?
        let closure = Unmanaged.passRetained(self).toOpaque()
        let status =
            if let group {
                natsConnection_QueueSubscribe(
                    &subscription, connection, subject, group, passMessage, closure)
            } else {
                natsConnection_Subscribe(&subscription, connection, subject, passMessage, closure)
            }
        guard status == NATS_OK, let subscription else {
            Unmanaged<MessageFeed>.fromOpaque(closure).release()
            return nil
        }
        // The library lets go of the feed when it has delivered its last. Should it refuse to
        // promise that, the feed stays for good, which is small.
        _ = natsSubscription_SetOnCompleteCB(subscription, endFeed, closure)
        _ = natsSubscription_SetPendingLimits(
            subscription, Int32(clamping: max(queue.countMax, 1_024)),
            Int32(clamping: max(queue.bytesMax, 4 << 20)))
        return subscription
    }

    fileprivate func pass(_ message: OpaquePointer) {
        queue.put(IncomingMessage(taking: message))
    }
}

private nonisolated let passMessage: natsMsgHandler = { _, _, message, closure in
    guard let message, let closure else { return }
    Unmanaged<MessageFeed>.fromOpaque(closure).takeUnretainedValue().pass(message)
}

private nonisolated let endFeed: natsOnCompleteCB = { closure in
    guard let closure else { return }
    Unmanaged<MessageFeed>.fromOpaque(closure).release()
}

extension IncomingMessage {
    /// Headers kept of one message at most.
    private static let headerCountMax = 32

    /// Copies and destroys the library's message.
    fileprivate init(taking handle: OpaquePointer) {
        defer { natsMsg_Destroy(handle) }
        let count = Int(natsMsg_GetDataLength(handle))
        let bytes = UnsafeRawBufferPointer(start: natsMsg_GetData(handle), count: count)
        let headers = Self.headers(of: handle)
        self.init(
            subject: natsMsg_GetSubject(handle).map { String(cString: $0) } ?? "",
            payload: Array(bytes),
            replySubject: natsMsg_GetReply(handle).map { String(cString: $0) },
            headers: headers.values, repeatedHeaders: headers.repeated)
    }

    private static func headers(
        of handle: OpaquePointer
    ) -> (values: [String: String], repeated: Set<String>) {
        var keys: UnsafeMutablePointer<UnsafePointer<CChar>?>?
        var count: Int32 = 0
        guard natsMsgHeader_Keys(handle, &keys, &count) == NATS_OK, let keys else {
            return ([:], [])
        }
        defer { free(keys) }
        var (headers, repeated): ([String: String], Set<String>) = ([:], [])
        for index in 0..<min(Int(count), headerCountMax) {
            var value: UnsafePointer<CChar>?
            guard let key = keys[index], natsMsgHeader_Get(handle, key, &value) == NATS_OK,
                let value
            else { continue }
            let name = String(cString: key)
            headers[name] = String(cString: value)
            if isRepeated(key, handle) { repeated.insert(name) }
        }
        return (headers, repeated)
    }

    private static func isRepeated(_ key: UnsafePointer<CChar>, _ handle: OpaquePointer) -> Bool {
        var values: UnsafeMutablePointer<UnsafePointer<CChar>?>?
        var count: Int32 = 0
        guard natsMsgHeader_Values(handle, key, &values, &count) == NATS_OK else { return false }
        free(values)
        return count > 1
    }
}
