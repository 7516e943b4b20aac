import Foundation
import TestKit
import Testing

/// Messages against the schemas that ship with the project, judged by a validator that is not ours.
struct SchemaJudge {
    private var lines: [String] = []

    /// - Parameter schema: such as `answer.data.read`.
    mutating func take(_ message: [UInt8], as schema: String) {
        lines.append("\(schema)\t" + String(decoding: message, as: UTF8.self))
    }

    /// What is wrong; empty when nothing is.
    func verdict() throws -> String {
        let python = packageRoot() + "/.tools/venv/bin/python"
        try #require(
            FileManager.default.isExecutableFile(atPath: python),
            "No Python with jsonschema at \(python). Run: make tools")
        let folder = try TemporaryFolder()
        let file = try folder.write(lines.joined(separator: "\n"), to: "messages.tsv")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [
            packageRoot() + "/Tests/EndToEndTests/Tools/validate_messages.py",
            packageRoot() + "/Sources/EventContract/Schemas", file,
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let text = String(decoding: output, as: UTF8.self)
        return process.terminationStatus == 0 ? "" : text.isEmpty ? "the judge failed" : text
    }
}
