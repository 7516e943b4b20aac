import Trust

/// What one member may do on the broker.
public struct Grant: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        case stream
        /// A request with one answer.
        case service
        /// A request that every replica answers.
        case survey
    }

    struct Export: Equatable, Sendable {
        let kind: Kind
        let subject: Subject
        var to: [String]
    }

    struct Import: Equatable, Sendable {
        let kind: Kind
        let from: String
        let subject: Subject
        /// Where it stands in the importing account, if elsewhere.
        let local: Subject?
    }

    /// A subscription; with a queue, only as part of that queue group.
    struct Listening: Hashable, Sendable {
        let subject: Subject
        let queue: String?

        var text: String { queue.map { "\(subject) \($0)" } ?? subject.description }
    }

    public let member: Member
    var exports: [Export] = []
    var imports: [Import] = []

    init(_ member: Member) { self.member = member }

    mutating func export(_ export: Export, to name: String) {
        let known = exports.firstIndex { $0.kind == export.kind && $0.subject == export.subject }
        guard let known else { return exports.append(export) }
        if !exports[known].to.contains(name) { exports[known].to.append(name) }
    }

    var publishAllowed: [Subject] {
        var allowed = member.stores + member.publishes + member.requests
        allowed += imports.compactMap(\.local)
        for stream in streams {
            let get = ["$JS", "API", "DIRECT", "GET", stream]
            allowed += [Subject(tokens: get), Subject(tokens: get + [">"])]
        }
        if let bucket = member.bucket { allowed.append(Subject(tokens: ["$KV", bucket, ">"])) }
        // Requests from other accounts come with a reply subject of the broker's own making.
        if !(member.serves + member.answers).isEmpty { allowed.append(Subject("_R_.>")) }
        return allowed
    }

    var listenAllowed: [Listening] {
        var allowed = (member.listens + member.answers).map { Listening(subject: $0, queue: nil) }
        allowed += member.serves.map { Listening(subject: $0, queue: member.name) }
        allowed.append(Listening(subject: member.inbox, queue: nil))
        if let bucket = member.bucket {
            allowed.append(Listening(subject: Subject(tokens: ["$KV", bucket, ">"]), queue: nil))
        }
        return allowed
    }

    /// Its streams on the broker, a bucket's among them.
    var streams: [String] {
        [member.stream, member.bucket.map { "KV_\($0)" }].compactMap { $0 }
    }
}
