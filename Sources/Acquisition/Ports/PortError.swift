/// Why a serial port could not be opened or written to.
///
/// The text says what, where, why and what to do; it carries no bytes and no serial number.
public enum PortError: Error, Equatable, Sendable, CustomStringConvertible {
    case notPermitted(path: String)
    /// Another program has it; nil if the system would not say which.
    case busy(path: String, holder: PortHolder?)
    /// There is no such device, or it left while it was being opened.
    case gone(path: String)
    case notATerminal(path: String)
    /// The port was opened for reading only.
    case readOnly(path: String)
    /// The device did not take the bytes in time.
    case writeTimedOut(path: String)
    /// Anything else the system said, in its own words.
    case failed(path: String, because: String)

    public var description: String {
        switch self {
        case .notPermitted(let path):
            Self.cannotOpen(path, "permission denied")
                + "Install hardware/udev/ and replug the device, "
                + "or add this user to the group dialout."
        case .busy(let path, let holder):
            "Cannot open the serial port (\(path)): " + Self.use(by: holder)
        case .gone(let path):
            Self.cannotOpen(path, "there is no such device")
                + "Plug the board in, or run healthypi-agent devices to see which ports there are."
        case .notATerminal(let path):
            Self.cannotOpen(path, "it is not a terminal")
                + "Name a serial port such as /dev/ttyACM0; "
                + "a file of recorded bytes is for healthypi-agent decode."
        case .readOnly(let path):
            "Cannot write to the serial port (\(path)): it is open for reading only, "
                + "because this kind of board must never be written to. Nothing was sent."
        case .writeTimedOut(let path):
            "Cannot write to the serial port (\(path)): the device takes no bytes. Replug it."
        case .failed(let path, let reason):
            Self.cannotOpen(path, reason) + "Replug the device and try again."
        }
    }

    /// Whether trying again by itself may help: a rule that has not run yet, a program that ends.
    public var isPassing: Bool {
        switch self {
        case .notPermitted, .busy, .gone, .failed, .writeTimedOut: true
        case .notATerminal, .readOnly: false
        }
    }

    private static func cannotOpen(_ path: String, _ why: String) -> String {
        "Cannot open the serial port (\(path)): \(why). "
    }

    private static func use(by holder: PortHolder?) -> String {
        guard let holder else {
            return "another program has it open. Close that program, or see who it is with "
                + "healthypi-agent doctor as root."
        }
        let who = "\(holder.name) (process \(holder.processID)) has it open. "
        return holder.isModemManager
            ? who + "Install hardware/udev/ and replug the device, so that it is left alone."
            : who + "Close that program and try again."
    }
}
