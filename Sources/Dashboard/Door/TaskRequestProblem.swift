/// Why a task was not understood.
enum TaskRequestProblem: Error, Equatable, CustomStringConvertible {
    case notAnObject
    case unknownMember(String)
    case memberTwice
    case kind
    case recording
    case plain(String)

    var description: String {
        switch self {
        case .notAnObject:
            #"A task is one JSON object such as {"kind":"report","recording":"NAME"}."#
        case .unknownMember(let name):
            "A task has no member \"\(name)\": it has kind and recording; an export also seal_to, and "
                + "what needs an approval also requester."
        case .memberTwice: "A member stands there twice, or is not flat."
        case .kind:
            "kind is one of \(TaskKind.allCases.map(\.rawValue).joined(separator: ", "))."
        case .recording:
            "recording is the name of one of the agent's own recordings, without a path."
        case .plain(let name): "\(name) is 1 to 128 of A-Z a-z 0-9 . _ and -."
        }
    }
}
