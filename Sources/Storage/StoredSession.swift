/// A stretch of one person's signals from one source: a recording replayed or a live session.
public struct StoredSession: Sendable, Equatable {
    public let id: String
    /// Path of the replayed recording; nil when live.
    public let recording: String?
    /// SHA-256 of the recording's bytes, lower-case hex; nil when live.
    public let sha256: String?
    /// ms since 1970-01-01T00:00:00Z.
    public let startMilliseconds: Int64
    /// Nil until the session has ended.
    public let endMilliseconds: Int64?
    public let payload: [UInt8]

    public init(
        id: String, recording: String?, sha256: String?, startMilliseconds: Int64,
        endMilliseconds: Int64? = nil, payload: [UInt8]
    ) {
        self.id = id
        self.recording = recording
        self.sha256 = sha256
        self.startMilliseconds = startMilliseconds
        self.endMilliseconds = endMilliseconds
        self.payload = payload
    }
}
