import Glibc

/// The folder of one session's records: 0700, entries made durable one by one.
struct RecordFolder {
    let path: String

    /// What a file is called until it takes its place.
    static let temporarySuffix = ".tmp"

    /// Makes it and its parents if they are not there.
    init(making path: String) throws(RecorderError) {
        self.path = path
        try Self.make(path)
    }

    init(existing path: String) { self.path = path }

    func file(_ name: String) -> String { path + "/" + name }

    func exists(_ name: String) -> Bool { access(file(name), F_OK) == 0 }

    /// Puts a file in place at once, on the disk when this returns: whoever looks sees the old
    /// content or the new.
    func replace(_ name: String, with bytes: [UInt8], durably: Bool = true) throws(RecorderError) {
        let temporary = file(name) + Self.temporarySuffix
        unlink(temporary)
        do throws(RecorderError) {
            let new = try DiskFile(creating: temporary)
            try new.append(bytes)
            if durably { try new.sync() }
            guard rename(temporary, file(name)) == 0 else {
                throw RecorderError(errno: errno, path: file(name))
            }
        } catch {
            unlink(temporary)
            throw error
        }
        if durably { try sync() }
    }

    func remove(_ name: String) { unlink(file(name)) }

    /// Names in it, in no order.
    func names() throws(RecorderError) -> [String] {
        guard let directory = opendir(path) else {
            throw RecorderError(errno: errno, path: path)
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// The entries themselves: a renamed file is only then there after a power cut.
    func sync() throws(RecorderError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw RecorderError(errno: errno, path: path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw RecorderError(errno: errno, path: path) }
    }

    private static func make(_ path: String) throws(RecorderError) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex
        else { throw RecorderError(errno: errno, path: path) }
        try make(String(path[..<slash]))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw RecorderError(errno: errno, path: path)
        }
    }
}
