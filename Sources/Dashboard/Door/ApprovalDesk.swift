/// Where sensitive tasks wait for a person, and where decisions on them are judged.
///
/// The socket grants nothing: whoever may open it may ask, bring a decision and take a wish back; a
/// decision counts by its approver's signature over the exact action, or not at all.
public protocol ApprovalDesk: Sendable {
    /// Nil where approvals are kept nowhere.
    func ask(_ request: TaskRequest) async -> ApprovalReply?

    /// Those that are open and the newest of the others, oldest first.
    func cards() async -> [ApprovalCard]

    /// Nil if there is none of this identifier.
    func card(_ id: String) async -> ApprovalCard?

    /// One that is over stays as it is; nil if there is none of this identifier.
    func cancel(_ id: String) async -> ApprovalCard?

    /// - Parameter decision: the bytes that came, to be checked.
    func decide(
        _ task: String, _ verdict: ApprovalVerdict, _ decision: [UInt8]
    ) async -> DecisionReply
}

extension ApprovalDesk {
    public func ask(_ request: TaskRequest) async -> ApprovalReply? { nil }
    public func cards() async -> [ApprovalCard] { [] }
    public func card(_ id: String) async -> ApprovalCard? { nil }
    public func cancel(_ id: String) async -> ApprovalCard? { nil }
}

public enum ApprovalVerdict: String, Sendable { case approve, deny }

public enum DecisionReply: Equatable, Sendable {
    case recorded
    /// With the status of HTTP, the rule that refused it, and a sentence.
    case refused(status: Int, rule: String, reason: String)
}

public enum ApprovalReply: Equatable, Sendable {
    /// It waits for a person.
    case waits(ApprovalCard)
    /// With the status of HTTP, the rule that refused it, and a sentence.
    case refused(status: Int, rule: String, reason: String)
}
