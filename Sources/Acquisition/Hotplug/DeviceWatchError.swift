/// Why serial ports cannot be watched. They can still be opened by path.
public enum DeviceWatchError: Error, Equatable, Sendable, CustomStringConvertible {
    case noMonitor(because: String)
    case noThread

    public var description: String {
        switch self {
        case .noMonitor(let reason):
            "Cannot watch for boards being plugged in: the system gave no udev monitor (\(reason)). "
                + "Name the port with --device."
        case .noThread:
            "Cannot watch for boards being plugged in: the system has no thread to give. "
                + "Name the port with --device."
        }
    }
}
