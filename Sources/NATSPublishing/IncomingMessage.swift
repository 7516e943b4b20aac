/// A message from the broker.
public struct IncomingMessage: Sendable, Equatable {
    public let subject: String
    public let payload: [UInt8]
    /// Where an answer is expected; whoever answers decides whether to trust the address.
    public let replySubject: String?
    /// In no particular order; a name that came twice has its first value.
    public let headers: [String: String]
    /// Names that came more than once. A sender may put a header of its own before the broker's.
    public let repeatedHeaders: Set<String>

    public init(
        subject: String, payload: [UInt8], replySubject: String? = nil,
        headers: [String: String] = [:], repeatedHeaders: Set<String> = []
    ) {
        self.subject = subject
        self.payload = payload
        self.replySubject = replySubject
        self.headers = headers
        self.repeatedHeaders = repeatedHeaders
    }

    /// What it takes up while it waits, bytes.
    var bytes: Int {
        headers.reduce(subject.utf8.count + payload.count + 64) {
            $0 + $1.key.utf8.count + $1.value.utf8.count
        }
    }
}
