/// The page's files, as they are in the program: exactly these paths, nothing else.
struct PageFiles: Sendable {
    private let answers: [String: ServedAnswer]

    init(_ files: [(path: String, bytes: [UInt8])]) {
        var answers: [String: ServedAnswer] = [:]
        for (path, bytes) in files {
            answers[path] = ServedAnswer(status: 200, type: Self.type(of: path), body: bytes)
        }
        self.answers = answers
    }

    subscript(_ path: String) -> ServedAnswer? { answers[path] }

    /// Bytes of all files together.
    var weight: Int { answers.values.reduce(0) { $0 + $1.body.count } }

    private static func type(of path: String) -> String {
        let ending = path.split(separator: ".").last.map(String.init) ?? ""
        return switch ending {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        default: "text/html; charset=utf-8"
        }
    }
}
