import CUdev
import Glibc

/// The door to libudev: its handles, and nothing kept in it but what it says.
///
/// For one thread at a time: libudev's objects are not thread-safe. `@unchecked` because the
/// handles are only ever used by the thread that runs the watching, after `init` has returned.
final class UdevMonitor: @unchecked Sendable {
    enum Message {
        case port(systemPath: String, PortIdentity, isGone: Bool)
        /// Nothing of ours.
        case other
        /// The kernel had more to say than fitted: look at everything again.
        case overrun
        case ended
    }

    private let context: OpaquePointer
    private let monitor: OpaquePointer?

    /// - Parameter listening: false only to look at what is there now.
    init(listening: Bool = true) throws(DeviceWatchError) {
        guard let context = udev_new() else { throw .noMonitor(because: "no memory") }
        guard listening else {
            (self.context, monitor) = (context, nil)
            return
        }
        // Where no udev daemon runs (a container), the kernel's own events are all there is.
        let source = access("/run/udev/control", F_OK) == 0 ? "udev" : "kernel"
        let made = udev_monitor_new_from_netlink(context, source)
        guard let monitor = made,
            udev_monitor_filter_add_match_subsystem_devtype(monitor, "tty", nil) >= 0,
            udev_monitor_enable_receiving(monitor) >= 0
        else {
            let reason = String(cString: strerror(errno)).lowercased()
            if let made { udev_monitor_unref(made) }
            udev_unref(context)
            throw .noMonitor(because: reason)
        }
        (self.context, self.monitor) = (context, monitor)
    }

    deinit {
        if let monitor { udev_monitor_unref(monitor) }
        udev_unref(context)
    }

    var descriptor: Int32 { monitor.map { udev_monitor_get_fd($0) } ?? -1 }

    /// The next message; to be asked once the descriptor is ready.
    func receive() -> Message {
        guard let monitor else { return .ended }
        errno = 0
        guard let device = udev_monitor_receive_device(monitor) else {
            switch errno {
            case ENOBUFS: return .overrun
            case 0, EAGAIN, EINTR, ENOENT, ENODEV, EINVAL: return .other
            default: return .ended
            }
        }
        defer { udev_device_unref(device) }
        guard let systemPath = UdevDevice(device).systemPath else { return .other }
        let action = udev_device_get_action(device).map { String(cString: $0) }
        // A port that leaves has no parents to ask any more: the table knows who it was.
        if action == "remove" {
            return .port(systemPath: systemPath, PortIdentity(node: ""), isGone: true)
        }
        guard let identity = UdevDevice(device).portIdentity else { return .other }
        return .port(systemPath: systemPath, identity, isGone: false)
    }

    /// By place in /sys.
    func presentPorts() -> [String: PortIdentity] {
        guard let enumeration = udev_enumerate_new(context) else { return [:] }
        defer { udev_enumerate_unref(enumeration) }
        udev_enumerate_add_match_subsystem(enumeration, "tty")
        udev_enumerate_scan_devices(enumeration)
        var ports: [String: PortIdentity] = [:]
        var entry = udev_enumerate_get_list_entry(enumeration)
        while let current = entry {
            entry = udev_list_entry_get_next(current)
            guard let path = udev_list_entry_get_name(current),
                let device = udev_device_new_from_syspath(context, path)
            else { continue }
            defer { udev_device_unref(device) }
            if let identity = UdevDevice(device).portIdentity {
                ports[String(cString: path)] = identity
            }
        }
        return ports
    }
}
