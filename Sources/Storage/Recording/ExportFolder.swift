import Glibc

/// A folder that is there whole or not at all: files are written beside its place, and one rename
/// puts it there. 0700, its files 0600.
public final class ExportFolder {
    public let path: String
    private let folder: RecordFolder
    private let draft: RecordFolder
    private var open: [String: DiskFile] = [:]

    /// - Parameters:
    ///   - exports: made if it is not there.
    ///   - name: of a folder that is not there yet.
    public init(in exports: String, name: String) throws(RecorderError) {
        folder = try RecordFolder(making: exports)
        path = folder.file(name)
        guard !folder.exists(name) else { throw RecorderError(errno: EEXIST, path: path) }
        Self.removeDraft(in: exports, name: name)
        draft = try RecordFolder(making: Self.draft(in: exports, name: name))
    }

    public func append(_ bytes: [UInt8], to name: String) throws(RecorderError) {
        let file: DiskFile
        if let known = open[name] {
            file = known
        } else {
            file = try DiskFile(creating: draft.file(name))
            open[name] = file
        }
        try file.append(bytes)
    }

    /// Puts it in its place, on the disk when this returns.
    public func finish() throws(RecorderError) {
        for file in open.values { try file.sync() }
        open = [:]
        try draft.sync()
        guard rename(draft.path, path) == 0 else {
            throw RecorderError(errno: errno, path: path)
        }
        try folder.sync()
    }

    public static func isThere(in exports: String, name: String) -> Bool {
        RecordFolder(existing: exports).exists(name)
    }

    /// What a run that was killed left of it.
    public static func removeDraft(in exports: String, name: String) {
        let draft = RecordFolder(existing: draft(in: exports, name: name))
        for name in (try? draft.names()) ?? [] { draft.remove(name) }
        rmdir(draft.path)
    }

    /// Takes away what has lain there since before a time.
    ///
    /// - Parameter seconds: since 1970-01-01T00:00:00Z.
    /// - Returns: names of folders taken away.
    public static func prune(in exports: String, before seconds: Int64) -> [String] {
        let folder = RecordFolder(existing: exports)
        var gone: [String] = []
        for name in (try? folder.names()) ?? [] where !name.hasPrefix(".") {
            let path = folder.file(name)
            var status = stat()
            guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
                Int64(status.st_mtim.tv_sec) < seconds
            else { continue }
            let inner = RecordFolder(existing: path)
            for file in (try? inner.names()) ?? [] { inner.remove(file) }
            if rmdir(path) == 0 { gone.append(name) }
        }
        return gone.sorted()
    }

    private static func draft(in exports: String, name: String) -> String {
        "\(exports)/.\(name).part"
    }
}
