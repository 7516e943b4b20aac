import Foundation
import Glibc

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

    /// Writes a file, or into what is no regular file.
    ///
    /// - Parameter inputs: files that must not be written over.
    static func write(_ data: Data, toFile path: String, notOver inputs: [String]) throws {
        try check(path, isNoneOf: inputs)
        do {
            let url = URL(fileURLWithPath: path).resolvingSymlinksInPath()
            var status = stat()
            let isSpecial = stat(url.path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
            if isSpecial {
                let file = try FileHandle(forWritingTo: url)
                try file.write(contentsOf: data)
                try file.close()
            } else {
                try data.write(to: url, options: .atomic)
            }
        } catch {
            throw Failure(.cannotWrite, "Cannot write \(path): \(error.localizedDescription)")
        }
    }

    /// An output that is one of the inputs would destroy it.
    static func check(_ path: String, isNoneOf inputs: [String]) throws {
        var output = stat()
        guard stat(path, &output) == 0 else { return }
        for input in inputs {
            var other = stat()
            guard stat(input, &other) == 0 else { continue }
            if other.st_dev == output.st_dev, other.st_ino == output.st_ino {
                throw Failure(
                    .usage, "\(path) is the input: writing there would destroy it. Name another.")
            }
        }
    }

    /// To so many digits after the point, at most four.
    static func rounded(_ value: Double, _ digits: Int) -> Double {
        let factor = [1.0, 10, 100, 1_000, 10_000][digits]
        return (value * factor).rounded() / factor
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
