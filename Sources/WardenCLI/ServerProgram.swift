import Foundation
import Realm

/// The nats-server program that would read the configuration.
enum ServerProgram {
    /// - Parameter path: nil to look for it where programs are.
    /// - Returns: nil if there is none on this machine.
    /// - Throws: `RealmError.brokerTooOld`, naming its version.
    static func checkedVersion(_ path: String?) throws -> BrokerVersion? {
        guard let program = path ?? found() else { return nil }
        guard let version = BrokerVersion(try firstLine(of: program)) else {
            throw WardenFailure(
                code: Exit.cannotOpen, text: "\(program) --version does not answer as nats-server.")
        }
        guard version.isEnough else {
            throw RealmError.brokerTooOld(version: "\(version)", path: program)
        }
        return version
    }

    private static func found() -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return (path.split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/local/bin"])
            .map { $0 + "/nats-server" }.first { access($0, X_OK) == 0 }
    }

    private static func firstLine(of program: String) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["--version"]
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch {
            throw WardenFailure(code: Exit.cannotOpen, text: "Cannot run \(program).")
        }
        let data = pipe.fileHandleForReading.readData(ofLength: 4_096)
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
