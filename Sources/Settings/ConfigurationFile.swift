import Glibc

/// The configuration file's text, after a look at whether it can be trusted: it decides where
/// health data goes.
package struct ConfigurationFile: Equatable, Sendable {
    static let bytesMax = 1 << 18

    let path: String
    package let text: String
    let isReadableByOthers: Bool

    /// - Parameter user: who runs the program.
    /// - Returns: nil if there is no such file.
    package static func read(
        _ path: String, for user: UInt32
    ) throws(ConfigurationFileError) -> ConfigurationFile? {
        // A named pipe must not hold the program up before it is found out.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            let code = errno
            if code == ENOENT || code == ENOTDIR { return nil }
            throw code == EACCES
                ? .notReadable : .unreadable(cause: String(cString: strerror(code)))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .unreadable(cause: String(cString: strerror(errno)))
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
        try checkTrust(mode: status.st_mode & 0o7777, owner: status.st_uid, user: user)
        let bytes = try read(descriptor)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        return ConfigurationFile(
            path: path, text: text, isReadableByOthers: status.st_mode & 0o077 != 0)
    }

    static func checkTrust(
        mode: UInt32, owner: UInt32, user: UInt32
    ) throws(ConfigurationFileError) {
        guard owner == 0 || owner == user else { throw .ownedByAnother }
        guard mode & 0o022 == 0 else { throw .writableByOthers(mode: mode) }
    }

    private static func read(_ descriptor: Int32) throws(ConfigurationFileError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(cause: String(cString: strerror(errno))) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            guard bytes.count <= bytesMax else { throw .tooLarge }
        }
    }
}
