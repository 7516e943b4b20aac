/// A serial port came, changed or left.
public enum DeviceEvent: Equatable, Sendable {
    case added(PortIdentity)
    /// Other facts about a port that stays, such as a link or its permissions.
    case changed(PortIdentity)
    case removed(PortIdentity)
}
