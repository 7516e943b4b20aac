/// A task and how it fares.
struct DoorTask: Equatable, Sendable {
    enum State: String, Sendable {
        case queued, running, done, failed, cancelled
        /// A person decides first.
        case approvalRequired = "approval_required"

        var isOver: Bool { self == .done || self == .failed || self == .cancelled }
    }

    let id: String
    let request: TaskRequest
    let createdMilliseconds: Int64
    var state: State
    var endedMilliseconds: Int64?
    /// What it says of itself: why it failed, what it waits for.
    var note: String?
    /// What it wrote.
    var files: [String] = []

    static func isIdentifier(_ text: String) -> Bool {
        text.utf8.count == 16
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }

    var json: JSONValue {
        [
            "id": .text(id), "kind": .text(request.kind.rawValue),
            "recording": .text(request.recording), "state": .text(state.rawValue),
            "created": .text(UTCText.text(createdMilliseconds)),
            "ended": .optional(endedMilliseconds.map { UTCText.text($0) }),
            "note": .optional(note), "files": .list(files.map { .text($0) }),
        ]
    }
}
