import Glibc

/// Writes a realm's files: files 0600, folders 0700, all or nothing.
enum RealmFolder {
    /// The absolute path of a new or empty directory.
    static func place(for path: String) throws(RealmError) -> String {
        if let existing = resolved(path) {
            guard let names = names(in: existing), names.isEmpty else {
                throw .notEmpty(path: path)
            }
            return existing
        }
        // A link to nowhere, or one that cannot be followed, is something that is there.
        var status = stat()
        if lstat(path, &status) == 0 { throw .notEmpty(path: path) }
        var parts = path.split(separator: "/", omittingEmptySubsequences: true)
        guard let name = parts.popLast(), name != ".." else {
            throw .cannotWrite(path: path, cause: "it names no directory")
        }
        let above = (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
        guard let parent = resolved(above.isEmpty ? "." : above) else {
            throw .cannotWrite(path: path, cause: String(cString: strerror(errno)))
        }
        return (parent == "/" ? "" : parent) + "/\(name)"
    }

    static func write(_ files: [RealmFile], to target: String) throws(RealmError) {
        let mask = umask(0o077)
        defer { umask(mask) }
        var template = Array((target + ".new-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw .cannotWrite(path: target, cause: String(cString: strerror(errno)))
        }
        let draft = template.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { String(cString: $0) } ?? ""
        }
        do throws(Failure) {
            for file in files { try write(file, in: draft) }
            for folder in folders(files) { try sync(draft + folder) }
            guard rename(draft, target) == 0 else { throw Failure() }
        } catch {
            remove(files, in: draft)
            if error.code == ENOTEMPTY || error.code == EEXIST { throw .notEmpty(path: target) }
            throw .cannotWrite(path: target, cause: String(cString: strerror(error.code)))
        }
        try? sync(String(target[..<(target.lastIndex(of: "/") ?? target.startIndex)]) + "/")
    }

    /// Writes one file anew, by one rename.
    static func replace(_ file: RealmFile, in folder: String) throws(RealmError) {
        let fresh = RealmFile(file.path + ".new", file.text)
        unlink("\(folder)/\(fresh.path)")
        do throws(Failure) {
            try write(fresh, in: folder)
            guard rename("\(folder)/\(fresh.path)", "\(folder)/\(file.path)") == 0 else {
                throw Failure()
            }
            let parent = file.path.split(separator: "/").dropLast().joined(separator: "/")
            try sync(parent.isEmpty ? folder : "\(folder)/\(parent)")
        } catch {
            unlink("\(folder)/\(fresh.path)")
            throw .cannotWrite(
                path: "\(folder)/\(file.path)", cause: String(cString: strerror(error.code)))
        }
    }

    private struct Failure: Error {
        let code = errno
    }

    private static func write(_ file: RealmFile, in draft: String) throws(Failure) {
        var folder = draft
        for part in file.path.split(separator: "/").dropLast() {
            folder += "/\(part)"
            guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw Failure() }
        }
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let descriptor = open("\(draft)/\(file.path)", flags, 0o600)
        guard descriptor >= 0 else { throw Failure() }
        defer { close(descriptor) }
        let bytes = Array(file.text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw Failure() }
            written += count
        }
        guard fsync(descriptor) == 0 else { throw Failure() }
    }

    private static func sync(_ folder: String) throws(Failure) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure() }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Failure() }
    }

    /// Every folder, the deepest first, each as `/path`.
    private static func folders(_ files: [RealmFile]) -> [String] {
        var folders: [String] = [""]
        for file in files {
            var folder = ""
            for part in file.path.split(separator: "/").dropLast() {
                folder += "/\(part)"
                if !folders.contains(folder) { folders.append(folder) }
            }
        }
        return folders.reversed()
    }

    private static func remove(_ files: [RealmFile], in draft: String) {
        for file in files { unlink("\(draft)/\(file.path)") }
        for folder in folders(files) { rmdir(draft + folder) }
    }

    private static func resolved(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }

    /// Nil if it is no directory that can be read.
    static func names(in folder: String) -> [String]? {
        guard let stream = opendir(folder) else { return nil }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }
}
