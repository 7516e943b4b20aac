import Glibc

/// One device on one of the machine's I²C buses, by way of the kernel's /dev/i2c-N.
///
/// Each call is one transaction, so that another program's use of the bus cannot come between a
/// register's number and its value. A call blocks for as long as the bus takes, under 1 ms.
public final class I2CDevice: RegisterBus {
    public let path: String
    public let address: UInt8
    private let descriptor: Int32

    /// From the kernel's <linux/i2c.h> and <linux/i2c-dev.h>.
    private static let readFlag: UInt16 = 0x0001
    private static let transfer: UInt = 0x0707

    /// - Parameters:
    ///   - path: such as `/dev/i2c-1`, the bus at the header's pins 3 and 5.
    ///   - address: 7 bits.
    /// - Throws: `I2CError`. That the bus opens says nothing about a device being there.
    public init(bus path: String, address: UInt8) throws(I2CError) {
        precondition((0x08...0x77).contains(address), "Other addresses are reserved.")
        var status = stat()
        guard stat(path, &status) == 0 else { throw Self.openingError(path, errno) }
        // 89 is the kernel's number for I²C buses; anything else is not even opened.
        guard status.st_mode & S_IFMT == S_IFCHR, status.st_rdev >> 8 & 0xFFF == 89 else {
            throw .notABus(path: path)
        }
        descriptor = open(path, O_RDWR | O_CLOEXEC)
        self.path = path
        self.address = address
        guard descriptor >= 0 else { throw Self.openingError(path, errno) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    public func read(register: UInt8) throws(I2CError) -> UInt16 {
        var number = [register]
        var value: [UInt8] = [0, 0]
        let failure = number.withUnsafeMutableBytes { number in
            value.withUnsafeMutableBytes { value in
                perform([Message(number, isRead: false), Message(value, isRead: true)])
            }
        }
        if let failure { throw error(failure) }
        return UInt16(value[0]) << 8 | UInt16(value[1])
    }

    public func write(_ value: UInt16, register: UInt8) throws(I2CError) {
        var bytes = [register, UInt8(value >> 8), UInt8(value & 0xFF)]
        let failure = bytes.withUnsafeMutableBytes { perform([Message($0, isRead: false)]) }
        if let failure { throw error(failure) }
    }

    private struct Message {
        let bytes: UnsafeMutableRawBufferPointer
        let isRead: Bool

        init(_ bytes: UnsafeMutableRawBufferPointer, isRead: Bool) {
            self.bytes = bytes
            self.isRead = isRead
        }
    }

    /// `struct i2c_msg { u16 addr, flags, len; u8 *buf; }` in a row, and
    /// `struct i2c_rdwr_ioctl_data { i2c_msg *msgs; u32 nmsgs; }`: the pointers at their natural
    /// places, 8 and 0, with 32 and with 64 bits.
    /// - Returns: an `errno`, or nil.
    private func perform(_ messages: [Message]) -> Int32? {
        let pointerSize = MemoryLayout<UnsafeMutableRawPointer>.size
        let stride = 8 + pointerSize
        let list = UnsafeMutableRawBufferPointer.allocate(
            byteCount: messages.count * stride + 2 * pointerSize, alignment: 8)
        defer { list.deallocate() }
        _ = list.initializeMemory(as: UInt8.self, repeating: 0)
        for (index, message) in messages.enumerated() {
            let place = index * stride
            list.storeBytes(of: UInt16(address), toByteOffset: place, as: UInt16.self)
            list.storeBytes(
                of: message.isRead ? Self.readFlag : 0, toByteOffset: place + 2, as: UInt16.self)
            list.storeBytes(
                of: UInt16(message.bytes.count), toByteOffset: place + 4, as: UInt16.self)
            list.storeBytes(
                of: message.bytes.baseAddress, toByteOffset: place + 8,
                as: UnsafeMutableRawPointer?.self)
        }
        let request = messages.count * stride
        list.storeBytes(
            of: list.baseAddress, toByteOffset: request, as: UnsafeMutableRawPointer?.self)
        list.storeBytes(
            of: UInt32(messages.count), toByteOffset: request + pointerSize, as: UInt32.self)
        guard let base = list.baseAddress else { return EINVAL }
        while ioctl(descriptor, Self.transfer, base + request) < 0 {
            if errno != EINTR { return errno }
        }
        return nil
    }

    /// What the bus drivers say when nobody acknowledges the address differs between them.
    private func error(_ code: Int32) -> I2CError {
        switch code {
        case ENXIO, EREMOTEIO, EIO, ETIMEDOUT: .noAnswer(path: path, address: address)
        case EBUSY: .inUse(path: path, address: address)
        case ENOTTY: .notABus(path: path)
        case ENODEV, ENOENT: .noBus(path: path)
        default: .failed(path: path, because: String(cString: strerror(code)).lowercased())
        }
    }

    private static func openingError(_ path: String, _ code: Int32) -> I2CError {
        switch code {
        case ENOENT, ENODEV, ENXIO, ENOTDIR: .noBus(path: path)
        case EACCES, EPERM: .notPermitted(path: path)
        case EISDIR: .notABus(path: path)
        default: .failed(path: path, because: String(cString: strerror(code)).lowercased())
        }
    }
}
