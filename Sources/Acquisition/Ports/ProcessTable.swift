import Glibc

/// What /proc says about running programs, as far as this user may see it.
enum ProcessTable {
    static func processIDs() -> [Int32] { entries(of: "/proc").compactMap { Int32($0) }.sorted() }

    /// The kernel's name of it.
    static func name(of process: Int32) -> String? {
        SmallFile.text(of: "/proc/\(process)/comm").map { $0.trimmed }
    }

    /// Its command line, cut at the arguments.
    static func arguments(of process: Int32) -> [String] {
        (SmallFile.text(of: "/proc/\(process)/cmdline") ?? "")
            .split(separator: "\0").map(String.init)
    }

    /// The names in a folder, without `.` and `..`; none if it cannot be read.
    static func entries(of folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
