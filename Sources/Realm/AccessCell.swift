/// One thing a member may do on the broker, or may not.
public struct AccessCell: Equatable, Sendable {
    public enum Action: Equatable, Sendable {
        case publish(subject: String)
        /// Into a stream of its own, which answers.
        case store(subject: String)
        case listen(subject: String, group: String?)
        /// What another member publishes arrives.
        case hear(subject: String, from: String)
        /// Asks a service, and names a subject of others for the answer.
        case answerTo(subject: String, asking: String, of: String, seenBy: String)
        /// Has the broker itself fetch a message of its own and send it to a subject of others.
        case fetchTo(subject: String, seenBy: String)
        /// Has the broker itself acknowledge to a subject of others.
        case acknowledgeTo(subject: String, seenBy: String)
        /// Rolls up a key of its own bucket, and with it whatever else the header names.
        case rollUp(subject: String)
        /// Says an id before its owner does, so that the owner's message counts as a duplicate.
        case takeIdentifier(of: String)
    }

    public let member: String
    public let action: Action
    public let isAllowed: Bool
    /// The hole this cell watches, if one of those that lists of subjects leave open.
    public let hole: Hole?

    public enum Hole: String, Sendable, CaseIterable {
        case replySubjectDeputy = "reply-subject deputy"
        case brokerDeputy = "broker as deputy"
        case rollupWipe = "rollup wipe"
        case identifierPoisoning = "Msg-Id poisoning"
        case deliverSubject = "consumer deliver_subject"
    }

    init(_ member: String, _ action: Action, isAllowed: Bool, hole: Hole? = nil) {
        self.member = member
        self.action = action
        self.isAllowed = isAllowed
        self.hole = hole
    }

    /// Members that have to listen for it.
    public var listeners: [String] {
        switch action {
        case .listen, .hear: [member]
        case .answerTo(_, _, let server, let witness): [server, witness]
        case .fetchTo(_, let witness), .acknowledgeTo(_, let witness): [witness]
        case .publish, .store, .rollUp, .takeIdentifier: []
        }
    }

    var isPublishing: Bool { if case .publish = action { true } else { false } }
    var isListening: Bool { if case .listen = action { true } else { false } }

    /// `publish health.insights.write`, and so on.
    public var words: String {
        switch action {
        case .publish(let subject): "publish \(subject)"
        case .store(let subject): "store \(subject)"
        case .listen(let subject, let group):
            "listen \(subject)" + (group.map { " in queue group \($0)" } ?? "")
        case .hear(let subject, let speaker): "hear \(subject) from \(speaker)"
        case .answerTo(let subject, let service, _, _): "have \(service) answer on \(subject)"
        case .fetchTo(let subject, _): "have the broker send a stored message on \(subject)"
        case .acknowledgeTo(let subject, _): "have the broker acknowledge on \(subject)"
        case .rollUp(let subject): "roll up \(subject)"
        case .takeIdentifier(let owner): "take a message id away from \(owner)"
        }
    }
}
