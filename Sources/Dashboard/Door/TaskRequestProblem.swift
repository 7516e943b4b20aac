/// Why a task was not understood.
enum TaskRequestProblem: Error, Equatable, CustomStringConvertible {
    case notAnObject
    case unknownMember(String)
    case memberTwice
    case kind
    case recording

    var description: String {
        switch self {
        case .notAnObject:
            #"A task is one JSON object such as {"kind":"report","recording":"NAME"}."#
        case .unknownMember(let name):
            "A task has no member \"\(name)\": it has kind and recording."
        case .memberTwice: "A member stands there twice, or is not flat."
        case .kind:
            "kind is one of \(TaskKind.allCases.map(\.rawValue).joined(separator: ", "))."
        case .recording:
            "recording is the name of one of the agent's own recordings, without a path."
        }
    }
}
