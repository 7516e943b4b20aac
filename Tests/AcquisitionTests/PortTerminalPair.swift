import Glibc

/// A real pseudo-terminal: the test is the board at one end.
final class PortTerminalPair {
    let path: String
    private var master: Int32 = -1

    init() {
        var slave: Int32 = -1
        guard openpty(&master, &slave, nil, nil, nil) == 0, let name = ttyname(slave) else {
            fatalError("this system gives no pseudo-terminal")
        }
        path = String(cString: name)
        close(slave)
        _ = fcntl(master, F_SETFD, FD_CLOEXEC)
    }

    deinit { unplug() }

    /// What the board sends. At most 4 KiB may wait for a reader.
    func send(_ bytes: [UInt8]) {
        precondition(write(master, bytes, bytes.count) == bytes.count, "the terminal is full")
    }

    /// What the board has received so far, without waiting.
    func received() -> [UInt8] {
        var entry = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, 0) == 1, entry.revents & Int16(POLLIN) != 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = read(master, &bytes, bytes.count)
        return Array(bytes.prefix(max(count, 0)))
    }

    func unplug() {
        guard master >= 0 else { return }
        close(master)
        master = -1
    }

    /// The terminal's settings, which both ends share.
    var settings: termios {
        get {
            var settings = termios()
            tcgetattr(master, &settings)
            return settings
        }
        set {
            var settings = newValue
            tcsetattr(master, TCSANOW, &settings)
        }
    }
}

/// Names in a folder of /proc/self.
func ownProcessEntries(_ folder: String) -> [String] {
    guard let stream = opendir("/proc/self/\(folder)") else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name.first != "." { names.append(name) }
    }
    return names
}

/// The threads of this process that are called `name`.
/// A joined thread may stand in /proc for a moment longer: wait for the count.
func ownThreadCount(named name: String) -> Int {
    ownProcessEntries("task").count { thread in
        var bytes = [UInt8](repeating: 0, count: 32)
        let file = open("/proc/self/task/\(thread)/comm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        let count = read(file, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self) == name + "\n"
    }
}
