/// What to do with the modem lines DTR and RTS, which mean something different on each bridge.
///
/// Linux itself raises both whenever a terminal is opened; no rule can prevent that. In either case
/// HUPCL is cleared, so that the kernel does not drop them when a process ends.
public enum LineRule: Equatable, Sendable {
    /// The firmware sends only while DTR is up: it is raised when the port is opened and lowered
    /// when it is closed in order, because a board that goes on sending to nobody can wedge.
    case assertDTR
    /// The lines drive a reset circuit: one without the other resets the board or starts its
    /// bootloader, so they stay as the system sets them, also when the port is closed.
    case leaveAlone
}
