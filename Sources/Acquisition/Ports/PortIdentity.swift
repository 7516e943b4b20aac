/// What the system says about a serial port. What is really behind it, only its bytes can tell.
///
/// The serial number and the links made of it identify a person's board: the description, meant
/// for logs, holds the last four characters of the number and no link.
public struct PortIdentity: Hashable, Sendable {
    /// Where it is now, such as `/dev/ttyACM0`; another one after a replug.
    public var node: String
    /// Four lower-case hexadecimal digits; nil if it is not a USB device.
    public var vendorID: String?
    public var productID: String?
    public var manufacturer: String?
    public var product: String?
    public var serial: String?
    /// Two hexadecimal digits: tells the ports of one device apart.
    public var interfaceNumber: String?
    /// Of the socket and the interface (`ID_PATH`).
    public var usbPath: String?
    /// Of the whole USB device: equal for all ports of one board.
    public var usbParent: String?
    public var driver: String?
    /// Of a UART of the machine itself, such as `/soc/serial@7e201000`.
    public var deviceTreePath: String?
    /// Further names, such as `/dev/healthypi` and `/dev/serial/by-id/…`.
    public var links: [String]

    public init(
        node: String, vendorID: String? = nil, productID: String? = nil,
        manufacturer: String? = nil, product: String? = nil, serial: String? = nil,
        interfaceNumber: String? = nil, usbPath: String? = nil, usbParent: String? = nil,
        driver: String? = nil, deviceTreePath: String? = nil, links: [String] = []
    ) {
        self.node = node
        self.vendorID = vendorID
        self.productID = productID
        self.manufacturer = manufacturer
        self.product = product
        self.serial = serial
        self.interfaceNumber = interfaceNumber
        self.usbPath = usbPath
        self.usbParent = usbParent
        self.driver = driver
        self.deviceTreePath = deviceTreePath
        self.links = links
    }

    public var isUSB: Bool { vendorID != nil }

    /// The socket and the serial number, never the node's name, which the next device may get. Only
    /// a port of which nothing but a name is known (a pseudo-terminal) is known by that.
    public var stableKey: PortKey {
        if let usbPath { return PortKey("usb:\(usbPath)#\(serial ?? "")") }
        if let deviceTreePath { return PortKey("uart:\(deviceTreePath)") }
        return PortKey("node:\(node)")
    }
}
