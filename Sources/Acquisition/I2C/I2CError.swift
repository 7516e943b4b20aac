/// Why a device on an I²C bus could not be used.
public enum I2CError: Error, Equatable, Sendable, CustomStringConvertible {
    case noBus(path: String)
    case notPermitted(path: String)
    case notABus(path: String)
    case noAnswer(path: String, address: UInt8)
    /// A device answers, and it is another one.
    case notThisDevice(path: String, address: UInt8)
    /// A driver of the kernel has the address.
    case inUse(path: String, address: UInt8)
    case failed(path: String, because: String)

    public var description: String {
        switch self {
        case .noBus(let path):
            "Cannot open the I2C bus (\(path)): there is no such bus. "
                + "Run: sudo raspi-config nonint do_i2c 0"
        case .notPermitted(let path):
            "Cannot open the I2C bus (\(path)): permission denied. Add this user to the group i2c."
        case .notABus(let path):
            "Cannot open the I2C bus (\(path)): it is not an I2C bus. Name one such as /dev/i2c-1."
        case .noAnswer(let path, let address):
            "Cannot read the tinyGSR (\(path), address \(Self.text(address))): no device answers. "
                + "Check the four wires and the address strap."
        case .notThisDevice(let path, let address):
            "Cannot read the tinyGSR (\(path), address \(Self.text(address))): "
                + "the device there is not a TLA2022. Check the address strap."
        case .inUse(let path, let address):
            "Cannot read the tinyGSR (\(path), address \(Self.text(address))): a driver of the "
                + "kernel has this address. Remove its overlay from /boot/firmware/config.txt."
        case .failed(let path, let reason):
            "Cannot use the I2C bus (\(path)): \(reason). Check the wires and try again."
        }
    }

    private static func text(_ address: UInt8) -> String {
        "0x" + String(address, radix: 16, uppercase: true)
    }
}
