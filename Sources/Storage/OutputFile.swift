import Glibc

/// A file of results that grows, at a place that a person named.
public final class OutputFile {
    /// What to do with what is there already.
    public enum Rule: Sendable {
        /// Nothing is written over.
        case new
        case replace
    }

    /// The system's own words; the caller knows what the file is for.
    public struct Failure: Error, Equatable, Sendable {
        public let cause: String
        /// It is there already, and must not be written over.
        public let exists: Bool

        init(errno code: Int32) {
            cause = String(cString: strerror(code)).lowercased()
            exists = code == EEXIST
        }
    }

    /// −1 once closed.
    private var descriptor: Int32

    /// - Parameter isPrivate: 0600 whatever was there; else what the user's mask leaves of 0644.
    public init(_ path: String, _ rule: Rule, isPrivate: Bool) throws(Failure) {
        let flags = rule == .new ? O_EXCL : O_TRUNC
        descriptor = open(
            path, O_WRONLY | O_CREAT | flags | O_CLOEXEC, isPrivate ? 0o600 : 0o644)
        guard descriptor >= 0 else { throw Failure(errno: errno) }
        if isPrivate { _ = fchmod(descriptor, 0o600) }
    }

    deinit { close() }

    /// All of it, or an error.
    public func write(_ bytes: [UInt8]) throws(Failure) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failure(errno: errno) }
            written += count
        }
    }

    /// Again is no harm.
    public func close() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }
}
