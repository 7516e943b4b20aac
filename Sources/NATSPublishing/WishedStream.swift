/// JetStream's form of a wish, and of the part of its answer that can be wished for.
struct WishedStream: Codable, Equatable {
    struct Republish: Codable, Equatable {
        let src: String
        let dest: String
    }

    var name: String
    var subjects: [String]
    var storage = "file"
    var retention = "limits"
    /// The oldest go when a stream of events is full; a full bucket takes no more.
    var discard: String
    var maxAge: Int64
    var maxBytes: Int64
    var maxMessagesPerSubject: Int64
    var replicas = 1
    /// Nanoseconds; 2 minutes.
    var duplicateWindow: Int64 = 120 * 1_000_000_000
    var denyDelete = true
    var denyPurge = true
    var allowRollup = false
    var allowDirect = true
    var republish: Republish?

    init(_ wish: StreamMaker.Wish) {
        name = wish.name
        subjects = wish.subjects
        discard = wish.history == nil ? "old" : "new"
        maxAge = wish.ageMaxNanoseconds
        maxBytes = Int64(wish.bytesMax)
        maxMessagesPerSubject = wish.history.map { Int64($0) } ?? -1
        if let source = wish.republishFrom, let destination = wish.republishTo {
            republish = Republish(src: source, dest: destination)
        }
    }

    enum CodingKeys: String, CodingKey {
        case name, subjects, storage, retention, discard, republish
        case maxAge = "max_age"
        case maxBytes = "max_bytes"
        case maxMessagesPerSubject = "max_msgs_per_subject"
        case replicas = "num_replicas"
        case duplicateWindow = "duplicate_window"
        case denyDelete = "deny_delete"
        case denyPurge = "deny_purge"
        case allowRollup = "allow_rollup_hdrs"
        case allowDirect = "allow_direct"
    }
}

struct WishedStreamReply: Decodable {
    let config: WishedStream?
    let error: PublishAcknowledgement.Refusal?
}
