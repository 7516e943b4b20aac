#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why the system did not open a file.
public enum OpeningFailure: Equatable, Sendable {
    case missing
    case isDirectory
    /// A directory, and what was found in it is no recording of the agent.
    case notARecording(found: String)
    case notPermitted
    case notAFile
    case other(String)

    /// - Parameter code: an `errno`.
    init(errno code: Int32) {
        switch code {
        case ENOENT, ENOTDIR: self = .missing
        case EISDIR: self = .isDirectory
        case EACCES, EPERM: self = .notPermitted
        default: self = .other(String(cString: strerror(code)).lowercased())
        }
    }

    var why: String {
        switch self {
        case .missing: "there is no such file"
        case .isDirectory: "it is a directory"
        case .notARecording(let found):
            "it is a directory without a recording of the agent; in it: \(found)"
        case .notPermitted: "permission denied"
        case .notAFile: "it is not a regular file"
        case .other(let text): text
        }
    }

    var remedy: String {
        switch self {
        case .missing: "Check the path."
        case .isDirectory, .notARecording: "Name a record in it, such as its .hea or .csv file."
        case .notPermitted: "Give this user the right to read it."
        case .notAFile: "Copy it to a regular file first."
        case .other: "Check the path and the disk."
        }
    }
}
