import Glibc

/// Why a recording does not go on, or could not be made whole. Each text is one line: what, where,
/// remedy. What was written before stays valid.
public enum RecorderError: Error, Equatable, Sendable {
    /// Letters, digits, `-` and `_` are what every reader of WFDB takes.
    case nameInvalid(String)
    case alreadyThere(path: String)
    case full(path: String)
    case readOnly(path: String)
    case failed(path: String, cause: String)
    /// An unfinished recording whose header cannot be read.
    case headerDamaged(path: String)

    /// - Parameter code: an `errno`.
    init(errno code: Int32, path: String) {
        switch code {
        case ENOSPC, EDQUOT: self = .full(path: path)
        case EROFS, EACCES, EPERM: self = .readOnly(path: path)
        case EEXIST: self = .alreadyThere(path: path)
        default: self = .failed(path: path, cause: String(cString: strerror(code)).lowercased())
        }
    }
}

extension RecorderError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .nameInvalid(let name):
            "Cannot record under the name \(name): only letters, digits, - and _ may be in it. "
                + "Give another."
        case .alreadyThere(let path):
            "Cannot begin the recording (\(path)): there is one of that name. Give another name."
        case .full(let path):
            "Cannot write the recording (\(path)): no space left. Free some and begin again; what "
                + "was recorded is safe."
        case .readOnly(let path):
            "Cannot write the recording (\(path)): permission denied or read-only. Make the "
                + "folder writable and begin again."
        case .failed(let path, let cause):
            "Cannot write the recording (\(path)): \(cause). Look at the disk and begin again."
        case .headerDamaged(let path):
            "Cannot finish the recording (\(path)): its header is damaged. The signal files "
                + "beside it are as they were written."
        }
    }
}
