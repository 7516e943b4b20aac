import Glibc

extension PortError {
    /// - Parameter code: the `errno` of opening `path` or of setting it up.
    init(path: String, errno code: Int32) {
        switch code {
        case EACCES, EPERM, EROFS: self = .notPermitted(path: path)
        case EBUSY: self = .busy(path: path, holder: PortHolder.find(path))
        case ENOENT, ENODEV, ENXIO, EIO, ENOTDIR: self = .gone(path: path)
        case ENOTTY, EISDIR: self = .notATerminal(path: path)
        default:
            self = .failed(path: path, because: String(cString: strerror(code)).lowercased())
        }
    }
}
