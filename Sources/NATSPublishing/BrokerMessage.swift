import CNATS

/// A message received from the broker, copied out of the client library.
struct BrokerMessage: Sendable {
    let subject: String
    let payload: [UInt8]
    /// The inline status of a message without a body, such as 404 or 503.
    let status: Int?
    let messageID: String?
    /// Where in its stream a message fetched from a stream lies.
    let streamSequence: UInt64?

    /// Copies and destroys the library's message.
    init(taking handle: OpaquePointer) {
        defer { natsMsg_Destroy(handle) }
        subject = natsMsg_GetSubject(handle).map { String(cString: $0) } ?? ""
        let count = Int(natsMsg_GetDataLength(handle))
        let bytes = UnsafeRawBufferPointer(start: natsMsg_GetData(handle), count: count)
        payload = Array(bytes)
        status = Self.header("Status", handle).flatMap { Int($0) }
        messageID = Self.header("Nats-Msg-Id", handle)
        streamSequence = Self.header("Nats-Sequence", handle).flatMap { UInt64($0) }
    }

    /// Nobody listens on the subject that was sent to. The library keeps the message itself.
    static let noResponders = BrokerMessage()

    private init() {
        subject = ""
        payload = []
        status = 503
        messageID = nil
        streamSequence = nil
    }

    private static func header(_ name: String, _ handle: OpaquePointer) -> String? {
        var value: UnsafePointer<CChar>?
        guard natsMsgHeader_Get(handle, name, &value) == NATS_OK, let value else { return nil }
        return String(cString: value)
    }
}
