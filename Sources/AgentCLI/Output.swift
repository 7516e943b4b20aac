import Foundation

/// Data on stdout and in files, with the contract's exit code when it cannot be written.
enum Output {
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Writes all of it to stdout. A reader that has gone away is no error of ours to talk about.
    static func data(_ data: Data) throws {
        do { try FileHandle.standardOutput.write(contentsOf: data) } catch {
            throw Failure(.cannotWrite, FileTrouble(error).text(for: "stdout"))
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
            let type = try? FileManager.default.attributesOfItem(atPath: url.path)[.type]
            if let type = type as? FileAttributeType, type != .typeRegular {
                guard type != .typeDirectory else { throw POSIXError(.EISDIR) }
                let file = try FileHandle(forWritingTo: url)
                try file.write(contentsOf: data)
                try file.close()
            } else {
                try data.write(to: url, options: .atomic)
            }
        } catch {
            throw Failure(.cannotWrite, FileTrouble(error).text(for: path))
        }
    }

    /// An output that is one of the inputs would destroy it.
    static func check(_ path: String, isNoneOf inputs: [String]) throws {
        guard let output = identity(path) else { return }
        for input in inputs where identity(input) == output {
            throw Failure(
                .usage, "\(path) is the input: writing there would destroy it. Name another.")
        }
    }

    /// Device and inode of what a path leads to; nil if there is nothing.
    private static func identity(_ path: String) -> [Int]? {
        let place = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let facts = try? FileManager.default.attributesOfItem(atPath: place)
        guard let device = facts?[.systemNumber] as? Int,
            let number = facts?[.systemFileNumber] as? Int
        else { return nil }
        return [device, number]
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
            throw Failure(.cannotWrite, FileTrouble(error).text(for: file.path))
        }
        return file.path
    }
}
