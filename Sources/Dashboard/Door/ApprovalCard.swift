/// An approval as the door shows it: a task, and what a person is asked.
public struct ApprovalCard: Equatable, Sendable {
    public let id: String
    public let kind: TaskKind
    /// Empty for what is no recording.
    public let recording: String
    /// The approval's own word, but `approval_required` while it is undecided.
    public let state: String
    public let createdMilliseconds: Int64
    public let endedMilliseconds: Int64?
    public let note: String?
    public let files: [String]
    /// What would leave or be erased, for a person.
    public let words: String
    public let requester: String
    /// s since 1970-01-01T00:00:00Z.
    public let expires: Int64
    public let quorum: Int64
    /// `approver: reason`, of those who agreed.
    public let approvals: [String]
    /// Whether somebody said that they have the request.
    public let isDelivered: Bool
    /// As signed: who decides checks it, and signs its hash.
    public let request: String

    public init(
        id: String, kind: TaskKind, recording: String, state: String, createdMilliseconds: Int64,
        endedMilliseconds: Int64?, note: String?, files: [String], words: String,
        requester: String, expires: Int64, quorum: Int64, approvals: [String],
        isDelivered: Bool, request: String
    ) {
        self.id = id
        self.kind = kind
        self.recording = recording
        self.state = state
        self.createdMilliseconds = createdMilliseconds
        self.endedMilliseconds = endedMilliseconds
        self.note = note
        self.files = files
        self.words = words
        self.requester = requester
        self.expires = expires
        self.quorum = quorum
        self.approvals = approvals
        self.isDelivered = isDelivered
        self.request = request
    }

    /// A ULID, as approvals have them.
    static func isIdentifier(_ text: String) -> Bool {
        text.utf8.count == 26
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
            }
    }

    /// A task's members, and one more: `approval`.
    var json: JSONValue {
        [
            "id": .text(id), "kind": .text(kind.rawValue), "recording": .text(recording),
            "state": .text(state), "created": .text(UTCText.text(createdMilliseconds)),
            "ended": .optional(endedMilliseconds.map { UTCText.text($0) }),
            "note": .optional(note), "files": .list(files.map { .text($0) }),
            "approval": [
                "words": .text(words), "requester": .text(requester),
                "expires": .text(UTCText.text(expires * 1_000)),
                "quorum": .number(Double(quorum)),
                "approved_by": .list(approvals.map { .text($0) }),
                "delivered": .flag(isDelivered), "request": .text(request),
            ],
        ]
    }
}
