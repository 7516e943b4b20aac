/// Which of a Raspberry Pi's UARTs stands at its 40-pin header, by the place the device tree gives
/// it: the node's name changes with model and configuration, and on a Pi 5 `serial0` may be the
/// debug connector.
///
/// Source: the device trees of github.com/raspberrypi/linux (`bcm2708-rpi.dtsi`, `bcm270x.dtsi`,
/// `bcm2711-rpi.dtsi`, `rp1.dtsi`, `bcm2712.dtsi`). Not observed on a machine by us.
public enum HeaderUART: Equatable, Sendable {
    /// GPIO 14 and 15, pins 8 and 10, once it is enabled.
    case header
    /// At the header, but only where Bluetooth has taken the better one; its speed follows the
    /// core clock.
    case headerMini
    /// The Pi 5's three-pin connector between the HDMI sockets: no HAT is there.
    case debugConnector
    /// Another UART of a Pi, or of another machine.
    case other

    public init(deviceTreePath path: String) {
        let last = path.split(separator: "/").last.map(String.init) ?? ""
        switch last {
        case "serial@30000" where path.contains("/rp1"): self = .header
        case "serial@7e201000": self = .header
        case "serial@7e215040": self = .headerMini
        case "serial@7d001000", "serial@107d001000": self = .debugConnector
        default: self = .other
        }
    }
}
