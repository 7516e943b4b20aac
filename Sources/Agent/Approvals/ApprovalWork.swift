import EventContract
import Trust

/// What somebody wants done that a person has to approve.
struct ApprovalWish: Equatable, Sendable {
    let operation: Trust.Operation
    /// A recording's name, or `baseline`.
    let resource: String
    /// The key an export is sealed to, as text.
    let sealTo: String?
    let requester: String
    let origin: RequestOrigin
    /// Whether the requester signed all this.
    let isSigned: Bool

    init(
        _ operation: Trust.Operation, resource: String, sealTo: String? = nil, requester: String,
        origin: RequestOrigin, isSigned: Bool = false
    ) {
        self.operation = operation
        self.resource = resource
        self.sealTo = sealTo
        self.requester = requester
        self.origin = origin
        self.isSigned = isSigned
    }

    /// What an approved action was asked for as. It is done here, wherever it was asked.
    init(_ action: ApprovalAction) {
        self.init(
            action.operation, resource: action.resource, sealTo: action.parameters["seal_to"],
            requester: action.requester, origin: .socket)
    }

    var parameters: [String: String] { sealTo.map { ["seal_to": $0] } ?? [:] }
}

/// What a wish is about, as it is now.
struct ApprovalSurvey: Equatable, Sendable {
    /// SHA-256 of it.
    let digest: String
    /// For a person: what, whose, from when to when, how much, to whom.
    let words: String
    let bytes: Int64
    let count: Int64
    let label: Label
}

/// An action that was approved, and by whom.
struct ApprovalOrder: Sendable {
    let action: ApprovalAction
    let label: Label
    /// `approver: reason`.
    let approvals: [String]
    let time: ClockReading
}

/// What was done.
struct ApprovalDeed: Equatable, Sendable {
    let words: String
    let files: [String]
}

/// Does what persons approve. Its calls may block.
protocol ApprovalWork: Sendable {
    /// Bytes of what a wish is about, found without reading it; for what cannot be done, why.
    func size(_ wish: ApprovalWish) throws(Refusal) -> Int64

    func survey(_ wish: ApprovalWish) throws(Refusal) -> ApprovalSurvey

    /// Called once for an approval, or never.
    func perform(_ order: ApprovalOrder) throws -> ApprovalDeed

    /// After a crash: what there is of it, in a sentence. Takes away what was half made.
    func remains(of action: ApprovalAction) -> String

    /// Takes away what was made and lies there since before a time, s since 1970-01-01T00:00:00Z.
    ///
    /// - Returns: the approvals it was made for.
    func tidy(before seconds: Int64) -> [String]
}
