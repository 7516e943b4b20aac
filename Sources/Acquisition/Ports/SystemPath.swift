import Glibc

/// Names of device nodes.
enum SystemPath {
    /// With every link followed; as it is if there is no such file.
    static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// `ttyACM0` for `/dev/ttyACM0` and for a link to it.
    static func nodeName(of path: String) -> String {
        resolved(path).split(separator: "/").last.map(String.init) ?? ""
    }
}
