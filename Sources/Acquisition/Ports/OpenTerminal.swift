import Glibc

/// An open terminal, put back and closed when the last that uses it lets go: so no reader can find
/// other settings, or another file under the same number, in the middle of its work.
final class OpenTerminal: Sendable {
    let number: Int32
    private let settings: PortSettings
    private let former: Former

    /// C structures are not `Sendable` by themselves; this one is never changed.
    private struct Former: @unchecked Sendable {
        let settings: termios
    }

    /// - Parameter former: the terminal's settings before ours.
    init(_ number: Int32, settings: PortSettings, former: termios) {
        self.number = number
        self.settings = settings
        self.former = Former(settings: former)
        if settings.lineRule == .assertDTR { setDTR(up: true) }
    }

    deinit {
        if settings.lineRule == .assertDTR { setDTR(up: false) }
        var former = former.settings
        former.c_cflag &= ~tcflag_t(HUPCL)
        if !settings.allowsWriting { former.c_lflag &= ~tcflag_t(ECHO) }
        tcsetattr(number, TCSANOW, &former)
        _ = ioctl(number, UInt(TIOCNXCL))
        close(number)
    }

    /// A pseudo-terminal has no such line, and says so.
    private func setDTR(up: Bool) {
        var lines = Int32(TIOCM_DTR)
        _ = ioctl(number, UInt(up ? TIOCMBIS : TIOCMBIC), &lines)
    }
}
