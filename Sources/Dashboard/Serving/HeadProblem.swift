/// Why a request is not read any further.
enum HeadProblem: Error, Equatable, CaseIterable {
    case malformed
    case bodyTooLarge
    case targetTooLong
    case headTooLarge
    case chunked
    case versionUnknown

    var answer: ServedAnswer {
        switch self {
        case .malformed: .text(400, "The request is not HTTP as it should be.\n")
        case .bodyTooLarge: .text(413, "The request carries more than is taken here.\n")
        case .targetTooLong: .text(414, "The address is too long.\n")
        case .headTooLarge: .text(431, "The request's headers are too large.\n")
        case .chunked: .text(501, "A request in pieces is not taken here.\n")
        case .versionUnknown: .text(505, "This speaks HTTP/1.1.\n")
        }
    }
}
