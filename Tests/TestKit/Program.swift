public import Foundation

/// One of the project's own programs, run the way a user runs it.
public final class Program {
    public struct Outcome {
        public let status: Int32
        public let output: Data
        public let errors: String

        public var text: String { String(decoding: output, as: UTF8.self) }
        public var lines: [String] { text.split(separator: "\n").map(String.init) }
    }

    private let process = Process()
    private let folder: URL
    private var outputFile: URL { folder.appendingPathComponent("stdout") }
    private var errorFile: URL { folder.appendingPathComponent("stderr") }

    /// Starts it. Its output goes to files, so that no pipe can fill up.
    ///
    /// - Parameters:
    ///   - name: `healthypi-agent` or `healthypi-warden`, found beside the tests.
    ///   - environment: besides what the tests themselves have.
    public init(
        _ name: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "healthypi-test-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent(name)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try Self.file(outputFile)
        process.standardError = try Self.file(errorFile)
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(at: folder)
    }

    public var isRunning: Bool { process.isRunning }

    public func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// What it has written to stdout so far.
    public func outputSoFar() throws -> Data { try Data(contentsOf: outputFile) }

    /// What it has written to stderr so far.
    public func errorsSoFar() throws -> String {
        String(decoding: try Data(contentsOf: errorFile), as: UTF8.self)
    }

    public func finish() throws -> Outcome {
        process.waitUntilExit()
        let status =
            process.terminationReason == .exit
            ? process.terminationStatus : 128 + process.terminationStatus
        return Outcome(
            status: status, output: try Data(contentsOf: outputFile),
            errors: String(decoding: try Data(contentsOf: errorFile), as: UTF8.self))
    }

    public static func run(_ name: String, _ arguments: String...) throws -> Outcome {
        try Program(name, arguments).finish()
    }

    private static func file(_ url: URL) throws -> FileHandle {
        try Data().write(to: url)
        return try FileHandle(forWritingTo: url)
    }
}

/// A folder that is gone when the test is.
public final class TemporaryFolder {
    public let path: String

    public init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(
            "healthypi-test-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file into it and returns the path.
    public func write(_ text: String, to name: String) throws -> String {
        try write(Data(text.utf8), to: name)
    }

    public func write(_ data: Data, to name: String) throws -> String {
        let file = path + "/" + name
        try data.write(to: URL(fileURLWithPath: file))
        return file
    }
}
