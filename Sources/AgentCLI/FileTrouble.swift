import Glibc
import Settings

/// Why the system did not write or read a file, and what to do, in our own words: a library's sentence would
/// say neither where nor what.
struct FileTrouble {
    private let cause: SystemCause
    private var code: Int32? { cause.code }

    init(_ error: any Error) { cause = SystemCause(error) }

    /// One line: what, where, why, and what to do.
    func text(for place: String) -> String { "Cannot write \(place): \(why). \(remedy)" }

    /// The same of what cannot be read.
    func readingText(for place: String) -> String {
        switch code {
        case ENOENT, ENOTDIR: "Cannot read \(place): there is no such file. Check the path."
        case EISDIR: "Cannot read \(place): it is a directory. Name a file in it."
        default: "Cannot read \(place): \(why). Give this user the right to read it."
        }
    }

    private var why: String {
        switch code {
        case ENOENT, ENOTDIR: "its folder is not there"
        case EISDIR: "it is a directory"
        case EACCES, EPERM: "permission denied"
        case ENOSPC, EDQUOT: "no space is left"
        case EROFS: "the disk is read-only"
        case EPIPE: "its reader has gone"
        default: cause.text
        }
    }

    private var remedy: String {
        switch code {
        case ENOENT, ENOTDIR: "Make the folder first, or name another."
        case EISDIR: "Name a file in it."
        case ENOSPC, EDQUOT: "Free some, or write elsewhere."
        case EPIPE: "Let it read to the end."
        default: "Name a place where this user may write."
        }
    }
}
