import Glibc

/// A file of the kernel's or of /etc: short, and read at once.
enum SmallFile {
    /// Its first 64 KiB; nil if it cannot be read.
    static func text(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        var filled = 0
        while filled < bytes.count {
            let got = bytes.withUnsafeMutableBytes {
                read(descriptor, $0.baseAddress.map { $0 + filled }, $0.count - filled)
            }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { break }
            filled += got
        }
        return String(decoding: bytes[..<filled], as: UTF8.self)
    }

    /// - Returns: whether the system took it.
    @discardableResult
    static func write(_ text: String, to path: String) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        return Glibc.write(descriptor, bytes, bytes.count) == bytes.count
    }
}

extension StringProtocol {
    /// Without white space, line ends and zero bytes on either side.
    var trimmed: String {
        func isBlank(_ character: Character) -> Bool { character.isWhitespace || character == "\0" }
        let front = drop(while: isBlank)
        return String(front.reversed().drop(while: isBlank).reversed())
    }
}
