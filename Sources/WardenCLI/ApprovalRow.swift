import EventContract
import Trust

/// A request for people and for programs.
struct ApprovalRow: Encodable {
    let id: String
    let agent: String
    let requester: String
    let action: String
    let resource: String
    let words: String
    let bytes: Int64
    let count: Int64
    let label: String
    let asked: String
    let expires: String
    let quorum: Int64
    let state: String?
    let approvedBy: [String]
    let actionHash: String

    enum CodingKeys: String, CodingKey {
        case id, agent, requester, action, resource, words, bytes, count, label, quorum, state
        case asked = "asked_at"
        case expires = "expires_at"
        case approvedBy = "approved_by"
        case actionHash = "action_hash"
    }

    init(_ one: OpenRequest) {
        let request = one.request
        id = request.id
        agent = request.action.agent
        requester = request.action.requester
        action = request.action.operation.rawValue
        resource = request.action.resource
        words = request.words
        bytes = request.size
        count = request.count
        label = request.label.rawValue
        asked = WireTime(millisecondsSince1970: request.asked * 1_000).text
        expires = WireTime(millisecondsSince1970: request.expires * 1_000).text
        quorum = request.quorum
        state = one.state
        approvedBy = one.approvals
        actionHash = request.action.hash
    }

    var text: String {
        var lines = [
            "\(id)  \(action)  asked of \(agent) by \(requester)", "  \(words)",
            "  how much   \(count) \(count == 1 ? "item" : "items"), \(bytes) bytes, label \(label)",
            "  asked      \(asked)", "  decide by  \(expires)",
            "  approvers  \(quorum == 1 ? "one has" : "two have") to agree",
        ]
        lines += approvedBy.map { "  agreed     \($0)" }
        return (lines + ["  hash       \(actionHash)"]).joined(separator: "\n")
    }
}
