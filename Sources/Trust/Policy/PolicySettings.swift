public import EventContract

/// What the configuration may choose of the policy. It comes from this machine's own file; nothing
/// that arrives over the bus or the socket changes it.
public struct PolicySettings: Equatable, Sendable {
    public enum Answer: String, CaseIterable, Sendable { case always, ask, never }

    public var mode = OperatingMode.standard
    /// The most confidential label that may leave.
    public var ceiling = Label.confidential
    /// For the operations that can be configured; `ask` where none is given.
    public var answers: [Operation: Answer] = [:]
    /// s an approval stays open.
    public var approvalLife: Int64 = 900

    public init() {}

    /// As records write them: `data.read_history=always`, in order.
    public var answerTexts: [String] {
        answers.map { "\($0.key.rawValue)=\($0.value.rawValue)" }.sorted()
    }

    /// - Returns: nil for anything else than an operation that can be configured and its answer.
    public static func answer(_ text: String) -> (operation: Operation, answer: Answer)? {
        let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let operation = Operation(rawValue: parts[0]),
            PolicyRow.table[operation]?.treatment == .configurable,
            let answer = Answer(rawValue: parts[1])
        else { return nil }
        return (operation, answer)
    }

    /// The ceiling in this mode: `restricted` is never in clear on the bus.
    public var effectiveCeiling: Label {
        min(ceiling, mode == .sensitive ? .internal : .confidential)
    }
}
