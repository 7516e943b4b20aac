/// Programs that take a serial port for something else: a modem, or a terminal to log in at.
public struct PortRivals: Equatable, Sendable {
    /// Whether ModemManager runs at all; the udev rules keep it away from our boards.
    public let isModemManagerRunning: Bool
    /// A login prompt on this port.
    public let loginPrompt: PortHolder?
    /// Whether the kernel writes its messages to this port.
    public let isKernelConsole: Bool

    /// - Parameter node: such as `/dev/ttyAMA0`; a link is followed.
    public init(examining node: String) {
        let name = SystemPath.nodeName(of: node)
        let processes = ProcessTable.processIDs()
        isModemManagerRunning = processes.contains { ProcessTable.name(of: $0) == "ModemManager" }
        loginPrompt =
            processes.first { Self.isLoginPrompt(ProcessTable.arguments(of: $0), on: name) }
            .map { PortHolder(name: ProcessTable.name(of: $0) ?? "agetty", processID: $0) }
        isKernelConsole = Self.consoles(inCommandLine: SmallFile.text(of: "/proc/cmdline") ?? "")
            .contains { SystemPath.nodeName(of: "/dev/" + $0) == name }
    }

    init(isModemManagerRunning: Bool, loginPrompt: PortHolder?, isKernelConsole: Bool) {
        self.isModemManagerRunning = isModemManagerRunning
        self.loginPrompt = loginPrompt
        self.isKernelConsole = isKernelConsole
    }

    /// What to do, one sentence each; empty if nothing stands in the way.
    public func remedies(for node: String) -> [String] {
        let name = SystemPath.nodeName(of: node)
        var remedies: [String] = []
        if isKernelConsole {
            remedies.append(
                "The kernel's console is on \(node). Run: sudo raspi-config nonint do_serial_cons 1, "
                    + "then reboot.")
        }
        if loginPrompt != nil {
            remedies.append(
                "A login prompt runs on \(node). Run: "
                    + "sudo systemctl disable --now serial-getty@\(name).service")
        }
        return remedies
    }

    /// `console=ttyAMA0,115200` names `ttyAMA0`; the parameter may stand several times.
    static func consoles(inCommandLine text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).compactMap { word in
            guard word.hasPrefix("console=") else { return nil }
            return word.dropFirst("console=".count).split(separator: ",").first.map(String.init)
        }
    }

    static func isLoginPrompt(_ arguments: [String], on name: String) -> Bool {
        guard let program = arguments.first?.split(separator: "/").last, program.hasSuffix("getty")
        else { return false }
        return arguments.dropFirst().contains { $0 == name || $0 == "/dev/" + name }
    }
}
