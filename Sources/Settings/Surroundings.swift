import Glibc

/// What the machine says about the process: who runs it and where.
public struct Surroundings: Equatable, Sendable {
    public var userID: UInt32
    public var userName: String
    public var homeDirectory: String
    /// Relative paths of the command line start here.
    public var workingDirectory: String

    public init(
        userID: UInt32, userName: String, homeDirectory: String, workingDirectory: String
    ) {
        self.userID = userID
        self.userName = userName
        self.homeDirectory = homeDirectory
        self.workingDirectory = workingDirectory
    }

    /// As they are now.
    public static func current() -> Surroundings {
        var name = ""
        var home = ""
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer in
            guard let start = buffer.baseAddress,
                getpwuid_r(geteuid(), &entry, start, buffer.count, &found) == 0, found != nil
            else { return }
            name = entry.pw_name.map { String(cString: $0) } ?? ""
            home = entry.pw_dir.map { String(cString: $0) } ?? ""
        }
        var folder = "/"
        if let path = getcwd(nil, 0) {
            folder = String(cString: path)
            free(path)
        }
        return Surroundings(
            userID: geteuid(), userName: name, homeDirectory: home, workingDirectory: folder)
    }

    /// The service's user has its directory under /var/lib; others keep to the XDG base
    /// directories, where a path that is not absolute counts as none.
    func stateDirectory(_ environment: [String: String]) -> String {
        if userName == "healthypi" { return "/var/lib/healthypi" }
        if let base = environment["XDG_STATE_HOME"], base.hasPrefix("/") {
            return base + "/healthypi"
        }
        let told = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let home = told ?? (homeDirectory.hasPrefix("/") ? homeDirectory : "/")
        return (home == "/" ? "" : home) + "/.local/state/healthypi"
    }
}
