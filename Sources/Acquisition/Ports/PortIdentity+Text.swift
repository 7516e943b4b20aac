extension PortIdentity: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// For people and logs: `ProtoCentral Electronics HealthyPi 5 (1158:0001, serial …A1B2) at
    /// /dev/ttyACM0`.
    public var description: String {
        let names = [manufacturer, product].compactMap { $0 }.joined(separator: " ")
        var facts: [String] = []
        if let vendorID, let productID { facts.append("\(vendorID):\(productID)") }
        if let deviceTreePath { facts.append(deviceTreePath) }
        if let shortSerial { facts.append("serial \(shortSerial)") }
        if let interfaceNumber { facts.append("interface \(interfaceNumber)") }
        let what = names.isEmpty ? (isUSB ? "USB serial port" : "serial port") : names
        return facts.isEmpty
            ? "\(what) at \(node)" : "\(what) (\(facts.joined(separator: ", "))) at \(node)"
    }

    public var debugDescription: String { description }

    /// So that `dump` and test failures show no more than the description.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }

    /// Its last four characters, or nothing of a number that short.
    public var shortSerial: String? {
        serial.map { $0.count > 4 ? "…\($0.suffix(4))" : "…" }
    }
}
