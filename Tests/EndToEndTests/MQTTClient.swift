import Foundation
import Glibc
import TestKit
import Testing

/// Another people's client on the broker's MQTT side.
final class MQTTClient {
    private let process = Process()
    private let folder: TemporaryFolder
    private let port: Int
    private let login: [String]
    private var output: String { folder.path + "/messages" }

    /// Hears the topics until the test lets go of it.
    init(port: Int, login: [String], topics: [String]) throws {
        folder = try TemporaryFolder()
        self.port = port
        self.login = login
        let file = try folder.write("", to: "messages")
        process.executableURL = URL(fileURLWithPath: "/usr/bin/mosquitto_sub")
        process.arguments =
            ["-h", "127.0.0.1", "-p", "\(port)", "-F", "%t %p", "-q", "0"] + login
            + topics.flatMap { ["-t", $0] }
        process.standardOutput = FileHandle(forWritingAtPath: file)
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    var isRunning: Bool { process.isRunning }

    /// What has come, each with its topic; a line that is being written has not.
    func messages() throws -> [(topic: String, payload: String)] {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: output))
        let whole = bytes.prefix((bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1)
        return String(decoding: whole, as: UTF8.self).split(separator: "\n").compactMap {
            let parts = $0.split(separator: " ", maxSplits: 1)
            return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
        }
    }

    func say(_ text: String, on topic: String) throws {
        let saying = try Process.run(
            URL(fileURLWithPath: "/usr/bin/mosquitto_pub"),
            arguments: ["-h", "127.0.0.1", "-p", "\(port)", "-t", topic, "-m", text] + login)
        saying.waitUntilExit()
        #expect(saying.terminationStatus == 0)
    }
}
