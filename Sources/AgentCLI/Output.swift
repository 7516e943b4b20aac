import Foundation

/// Data on stdout and in files, with the contract's exit code when it cannot be written.
enum Output {
    /// Writes all of it to stdout. A reader that has gone away is no error of ours to talk about.
    static func data(_ data: Data) throws {
        do { try FileHandle.standardOutput.write(contentsOf: data) } catch {
            throw Failure(.cannotWrite, "Cannot write to stdout: \(error.localizedDescription)")
        }
    }

    static func line(_ text: String) throws { try data(Data((text + "\n").utf8)) }

    /// JSON for people and programs: sorted keys, indented.
    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }

    /// Writes a file into a folder, which is made if need be, and returns its path.
    static func write(_ data: Data, to name: String, in folder: String) throws -> String {
        let directory = URL(fileURLWithPath: folder, isDirectory: true)
        let file = directory.appendingPathComponent(name)
        do {
            try FileManager.default.createDirectory(
                at: directory, withIntermediateDirectories: true)
            try data.write(to: file, options: .atomic)
        } catch {
            throw Failure(
                .cannotWrite,
                "Cannot write \(file.path): \(error.localizedDescription). "
                    + "Choose another folder with --output.")
        }
        return file.path
    }
}
