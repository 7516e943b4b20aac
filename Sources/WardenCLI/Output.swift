import Foundation
import Settings

/// What was asked for goes to stdout, everything else to stderr.
enum Output {
    static func line(_ text: String) throws { try data(Data((text + "\n").utf8)) }

    /// Sorted keys, indented.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try data(try encoder.encode(value) + Data("\n".utf8))
    }

    static func say(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
    }

    private static func data(_ data: Data) throws {
        do { try FileHandle.standardOutput.write(contentsOf: data) } catch {
            throw WardenFailure(
                code: Exit.cannotWrite,
                text: "Cannot write to stdout: \(SystemCause(error).text). Look at where it goes.")
        }
    }
}

/// A failure with its exit code of the contract.
struct WardenFailure: Error {
    let code: Int32
    let text: String
}
