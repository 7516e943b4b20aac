/// Where a source is attached.
public enum SourceDevice: Hashable, Sendable, CustomStringConvertible {
    /// Whatever board turns up.
    case auto
    /// A terminal, by its absolute path.
    case path(String)
    /// A converter on the machine's own I²C bus: `i2c:1:0x49` is address 0x49 of /dev/i2c-1.
    case i2c(bus: Int, address: Int)

    /// `auto`, `i2c:BUS:ADDRESS` with the address in hexadecimal, or an absolute path.
    ///
    /// Addresses run from 0x08 to 0x77: the others of the seven bits are reserved (I²C-bus
    /// specification UM10204, section 3.1.12).
    public init?(_ text: String) {
        if text == "auto" {
            self = .auto
        } else if text.hasPrefix("/") {
            self = .path(text)
        } else {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0] == "i2c", parts[2].hasPrefix("0x"),
                Self.isPlain(parts[1]), Self.isPlain(parts[2].dropFirst(2)),
                let bus = Int(parts[1]), (0...255).contains(bus),
                let address = Int(parts[2].dropFirst(2), radix: 16),
                (0x08...0x77).contains(address)
            else { return nil }
            self = .i2c(bus: bus, address: address)
        }
    }

    public var description: String {
        switch self {
        case .auto: "auto"
        case .path(let path): path
        case .i2c(let bus, let address):
            "i2c:\(bus):0x\(address < 16 ? "0" : "")\(String(address, radix: 16))"
        }
    }

    /// No sign, which `Int` would take.
    private static func isPlain(_ digits: Substring) -> Bool {
        (1...3).contains(digits.utf8.count) && digits.allSatisfy(\.isHexDigit)
    }
}
