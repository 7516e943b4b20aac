/// A decision as it is logged: its id, and everything needed to make it anew.
public struct PolicyRecord: Equatable, Sendable {
    public let id: String
    public let evaluation: PolicyEvaluation

    public init(id: String, evaluation: PolicyEvaluation) {
        self.id = id
        self.evaluation = evaluation
    }

    /// The evaluation with its `id`, one line of JSON.
    public var bytes: [UInt8] {
        var object = evaluation.object
        object["id"] = .text(id)
        return object.bytes
    }
}
