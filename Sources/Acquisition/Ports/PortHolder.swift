import Glibc

/// A program that has a device open.
public struct PortHolder: Equatable, Sendable {
    /// As the kernel knows it, at most 15 bytes.
    public let name: String
    public let processID: Int32

    public init(name: String, processID: Int32) {
        self.name = name
        self.processID = processID
    }

    /// It opens every port that could be a modem, and sends to it.
    public var isModemManager: Bool { name == "ModemManager" }

    /// The first program that has this device open, whatever name it opened it by.
    ///
    /// Other users' programs are only seen as root: nil is no proof that there is none.
    /// - Parameter excluding: a process not to look at, such as this one.
    public static func find(_ path: String, excluding: Int32? = nil) -> PortHolder? {
        var device = stat()
        guard stat(path, &device) == 0, device.st_mode & S_IFMT == S_IFCHR else { return nil }
        return ProcessTable.processIDs()
            .first { $0 != excluding && hasOpen(device.st_rdev, $0) }
            .map { PortHolder(name: ProcessTable.name(of: $0) ?? "a program", processID: $0) }
    }

    private static func hasOpen(_ device: dev_t, _ process: Int32) -> Bool {
        let folder = "/proc/\(process)/fd/"
        return ProcessTable.entries(of: folder).contains { entry in
            var status = stat()
            return stat(folder + entry, &status) == 0 && status.st_mode & S_IFMT == S_IFCHR
                && status.st_rdev == device
        }
    }
}
