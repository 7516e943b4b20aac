import Foundation

/// A certificate authority made for one test with the machine's openssl, and leaves it signed.
public final class TestAuthority {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    public struct Leaf {
        public let certificateFile: String
        public let keyFile: String
    }

    public let folder: String
    public var authorityFile: String { folder + "/ca.pem" }

    public init() throws {
        folder = "/tmp/authority-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        try openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384", "-nodes",
            "-subj", "/CN=test authority", "-days", "2", "-keyout", folder + "/ca.key", "-out",
            authorityFile)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// - Parameters:
    ///   - name: of the files.
    ///   - alternativeName: `DNS:broker.test`, `IP:127.0.0.1`.
    ///   - hasExpired: whether it ended a day ago.
    public func leaf(
        _ name: String, alternativeName: String, hasExpired: Bool = false
    ) throws -> Leaf {
        let base = folder + "/" + name
        try openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
            "/CN=\(name)", "-keyout", base + ".key", "-out", base + ".csr")
        try "subjectAltName=\(alternativeName)\n".write(
            toFile: base + ".ext", atomically: true, encoding: .utf8)
        try openssl(
            "x509", "-req", "-in", base + ".csr", "-CA", authorityFile, "-CAkey",
            folder + "/ca.key", "-CAcreateserial", "-days", hasExpired ? "-1" : "2", "-extfile",
            base + ".ext", "-out", base + ".pem")
        return Leaf(certificateFile: base + ".pem", keyFile: base + ".key")
    }

    private func openssl(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = arguments
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let text = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "openssl: " + String(decoding: text, as: UTF8.self))
        }
    }
}
