import Foundation
import Glibc
import Settings
import Trust

/// A sealed export, opened piece by piece.
struct SealedExport {
    let manifest: ExportManifest
    private let manifestBytes: [UInt8]
    private let path: String
    private let key: SealingKey

    /// - Parameter keyring: nil not to ask who made it.
    init(_ folder: String, _ key: SealingKey, _ keyring: Keyring?) throws {
        path = folder + "/export.sealed"
        self.key = key
        let file = folder + "/manifest.json"
        guard let data = FileManager.default.contents(atPath: file) else {
            throw WardenFailure(code: Exit.cannotOpen, text: "Cannot read \(file).")
        }
        manifestBytes = Array(data)
        manifest = try ExportManifest(
            Array(
                manifestBytes.last == UInt8(ascii: "\n")
                    ? manifestBytes.dropLast() : manifestBytes[...]),
            keyring)
    }

    /// Writes the files into a new folder, which is there whole or not at all.
    func open(into output: String) throws {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw WardenFailure(code: Exit.cannotOpen, text: "Cannot read \(path).")
        }
        let draft = output + ".part"
        guard !FileManager.default.fileExists(atPath: output) else {
            throw WardenFailure(code: Exit.cannotWrite, text: "\(output) is there already.")
        }
        try? FileManager.default.removeItem(atPath: draft)
        do {
            try FileManager.default.createDirectory(
                atPath: draft, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            try open(file, into: draft)
            try FileManager.default.moveItem(atPath: draft, toPath: output)
        } catch {
            try? FileManager.default.removeItem(atPath: draft)
            guard error is Refusal || error is WardenFailure else {
                throw WardenFailure(
                    code: Exit.cannotWrite,
                    text:
                        "Cannot write \(output): \(SystemCause(error).text). Name a new folder where "
                        + "this user may write.")
            }
            throw error
        }
    }

    private func open(_ file: FileHandle, into draft: String) throws {
        func read(_ count: Int) throws -> [UInt8] {
            Array(try file.read(upToCount: count) ?? Data())
        }
        let end = try file.seekToEnd()
        try file.seek(toOffset: 0)
        var opener = try ExportOpener(
            try read(ExportOpener.headBytes), with: key, actionHash: manifest.action.hash)
        var split = ExportSplitter(manifestBytes, manifest.files, draft)
        while !opener.isComplete {
            let length = try read(4).reduce(0) { $0 << 8 | Int($1) }
            guard (16...ExportOpener.sealedPieceMax).contains(length) else {
                throw Refusal(.cutShort, "The sealed file ends in the middle.")
            }
            let piece = try read(length)
            let isLast = try file.offset() == end
            try split.take(try opener.open(piece, isLast: isLast))
        }
        try split.finish()
    }
}

/// What was sealed one behind the other, apart again, each file held to its hash.
private struct ExportSplitter {
    private var manifest: [UInt8]
    private var left: [ExportManifest.File]
    private let folder: String
    private var digest = Digest()
    private var missing: Int64 = 0
    private var handle: FileHandle?

    init(_ manifest: [UInt8], _ files: [ExportManifest.File], _ folder: String) {
        self.manifest = manifest
        left = files
        self.folder = folder
    }

    mutating func take(_ piece: [UInt8]) throws {
        var rest = piece[...]
        if !manifest.isEmpty {
            let count = min(manifest.count, rest.count)
            guard rest.prefix(count).elementsEqual(manifest.prefix(count)) else {
                throw Refusal(.actionDiffers, "The manifest beside it is not the one inside.")
            }
            manifest.removeFirst(count)
            rest = rest.dropFirst(count)
            if manifest.isEmpty { try next() }
        }
        while !rest.isEmpty {
            guard missing > 0 else {
                throw Refusal(.trailingBytes, "It holds more than its manifest says.")
            }
            let part = Array(rest.prefix(Int(missing)))
            digest.update(part)
            try handle?.write(contentsOf: part)
            missing -= Int64(part.count)
            rest = rest.dropFirst(part.count)
            if missing == 0 { try close() }
        }
    }

    mutating func finish() throws {
        guard manifest.isEmpty, left.isEmpty else {
            throw Refusal(.cutShort, "It holds less than its manifest says.")
        }
    }

    private mutating func next() throws {
        while let file = left.first {
            digest = Digest()
            missing = file.bytes
            let path = folder + "/" + file.name
            _ = FileManager.default.createFile(
                atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
            handle = FileHandle(forWritingAtPath: path)
            if missing > 0 { return }
            try check(file)
        }
    }

    private mutating func close() throws {
        if let file = left.first { try check(file) }
        try next()
    }

    private mutating func check(_ file: ExportManifest.File) throws {
        try handle?.close()
        handle = nil
        guard digest.hexadecimal == file.digest else {
            throw Refusal(.actionDiffers, "\(file.name) is not what its manifest says.")
        }
        left.removeFirst()
    }
}

/// A file with a secret: its owner's alone, and never written over another.
enum SecretFile {
    static func write(_ text: String, to path: String) throws {
        let descriptor = Glibc.open(
            path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw WardenFailure(
                code: Exit.cannotWrite,
                text: "Cannot write \(path): \(String(cString: strerror(errno))).")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: Data(text.utf8))
    }
}
