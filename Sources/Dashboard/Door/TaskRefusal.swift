/// Why a task was not taken.
enum TaskRefusal: Error, Equatable, CustomStringConvertible {
    case queueFull(Int)
    case cannot(TaskKind)

    var status: Int {
        switch self {
        case .queueFull: 429
        case .cannot: 501
        }
    }

    var rule: String {
        switch self {
        case .queueFull: "budget.tasks"
        case .cannot: "task.kind"
        }
    }

    var description: String {
        switch self {
        case .queueFull(let count):
            "\(count) tasks wait already. Cancel one, or ask again when one is done."
        case .cannot(let kind): "This agent cannot do the task \(kind.rawValue)."
        }
    }
}
