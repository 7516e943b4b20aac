import Glibc

/// The files of one recording, as they lie in its folder: to be read whole, or destroyed.
public struct RecordingFiles: Sendable {
    public struct File: Equatable, Sendable {
        public let name: String
        public let bytes: Int64
    }

    static let pieceBytes = 1 << 20

    public let path: String

    /// - Parameters:
    ///   - recordings: the folder of all recordings.
    ///   - name: of one; a name, and no way out of the folder.
    /// - Returns: nil if there is no such folder.
    public init?(in recordings: String, name: String) {
        guard !name.isEmpty, !name.hasPrefix("."), !name.contains("/"), !name.contains("\0") else {
            return nil
        }
        path = recordings + "/" + name
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
    }

    /// In the order of their names. Links and folders are no part of a recording.
    public func files() throws(RecorderError) -> [File] {
        let folder = RecordFolder(existing: path)
        var files: [File] = []
        for name in try folder.names().sorted() {
            var status = stat()
            guard lstat(folder.file(name), &status) == 0, status.st_mode & S_IFMT == S_IFREG
            else { continue }
            files.append(File(name: name, bytes: Int64(status.st_size)))
        }
        return files
    }

    /// A file's bytes from its first to its last, in pieces of a MiB at most.
    public func read(
        _ file: String, _ take: ([UInt8]) throws -> Void
    ) throws {
        let file = try DiskFile(existing: RecordFolder(existing: path).file(file))
        var place = 0
        while place < file.size {
            let piece = try file.read(min(Self.pieceBytes, file.size - place), at: place)
            guard !piece.isEmpty else { break }
            try take(piece)
            place += piece.count
        }
    }

    /// Overwrites every file with zeros, on the disk, and takes it and the folder away. May be killed
    /// at any point and called again.
    ///
    /// What a flash card keeps of overwritten blocks is beyond a program's reach.
    public func destroy() throws(RecorderError) {
        guard access(path, F_OK) == 0 else { return }
        let zeros = [UInt8](repeating: 0, count: Self.pieceBytes)
        for entry in try files() {
            let file = try DiskFile(existing: path + "/" + entry.name)
            var place = 0
            let size = file.size
            while place < size {
                let count = min(zeros.count, size - place)
                try file.write(Array(zeros.prefix(count)), at: place)
                place += count
            }
            try file.sync()
            unlink(file.path)
        }
        guard rmdir(path) == 0 || errno == ENOENT else {
            throw RecorderError(errno: errno, path: path)
        }
        let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        try RecordFolder(existing: parent.joined(separator: "/")).sync()
    }
}
