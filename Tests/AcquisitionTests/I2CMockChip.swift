import Glibc

/// A TLA2022 behind the kernel's /dev/i2c-1: umockdev catches the ioctl, this answers it.
///
/// Only in a process that was started with `HotplugMockBus.preload`.
final class I2CMockChip {
    private typealias New = @convention(c) () -> OpaquePointer?
    private typealias Attach =
        @convention(c) (
            OpaquePointer, UnsafePointer<CChar>, OpaquePointer, UnsafeMutableRawPointer?
        ) -> Int32
    private typealias Connect =
        @convention(c) (
            OpaquePointer, UnsafePointer<CChar>, Handler, UnsafeMutableRawPointer?,
            UnsafeMutableRawPointer?, UInt32
        ) -> UInt
    private typealias Handler =
        @convention(c) (
            OpaquePointer, OpaquePointer, UnsafeMutableRawPointer?
        ) -> Int32
    fileprivate typealias Request = @convention(c) (OpaquePointer) -> UInt
    fileprivate typealias Argument = @convention(c) (OpaquePointer) -> OpaquePointer?
    fileprivate typealias Resolve =
        @convention(c) (
            OpaquePointer, Int, Int, UnsafeMutableRawPointer?
        ) -> OpaquePointer?
    fileprivate typealias Retrieve =
        @convention(c) (
            OpaquePointer, UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>,
            UnsafeMutablePointer<Int32>
        ) -> Void
    fileprivate typealias Update =
        @convention(c) (
            OpaquePointer, Int, UnsafeMutablePointer<UInt8>, Int32
        ) -> Void
    fileprivate typealias Complete = @convention(c) (OpaquePointer, Int, Int32) -> Void

    static let path = "/dev/i2c-1"
    private let bus: HotplugMockBus
    private let address: UInt16
    private let result: UInt16
    private(set) var configuration: UInt16 = 0x8583
    private var register: UInt8 = 0

    init(on bus: HotplugMockBus, address: UInt16, result: UInt16) {
        self.bus = bus
        self.address = address
        self.result = result
        bus.add(
            """
            P: /devices/platform/soc/fe804000.i2c/i2c-1/i2c-dev/i2c-1
            N: i2c-1
            E: SUBSYSTEM=i2c-dev
            E: DEVNAME=/dev/i2c-1
            E: MAJOR=89
            E: MINOR=1
            A: dev=89:1\\n

            """)
        guard let handler = bus.function("umockdev_ioctl_base_new", New.self)() else {
            fatalError("umockdev gave no handler")
        }
        let answer: Handler = { _, client, context in
            guard let context else { return 0 }
            return Unmanaged<I2CMockChip>.fromOpaque(context).takeUnretainedValue().answer(client)
        }
        // Kept for as long as the process, which ends with its test.
        let context = Unmanaged.passRetained(self).toOpaque()
        _ = bus.function("g_signal_connect_data", Connect.self)(
            handler, "handle-ioctl", answer, context, nil, 0)
        guard
            bus.function("umockdev_testbed_attach_ioctl", Attach.self)(
                bus.handle, Self.path, handler, nil) != 0
        else { fatalError("umockdev does not take the handler") }
    }

    /// `I2C_RDWR`: a list of messages, each with its own buffer.
    private func answer(_ client: OpaquePointer) -> Int32 {
        guard bus.function("umockdev_ioctl_client_get_request", Request.self)(client) == 0x0707,
            let argument = bus.function("umockdev_ioctl_client_get_arg", Argument.self)(client),
            let request = resolve(argument, 0, 16)
        else { return 0 }
        let count = Int(bytes(request)[8])
        guard let messages = resolve(request, 0, count * 16) else { return 0 }
        let headers = bytes(messages)
        var outcome: Int32 = 0
        for index in 0..<count {
            let header = headers[(index * 16)..<(index * 16 + 8)].map(UInt16.init)
            let target = header[0] | header[1] << 8
            let length = Int(header[4] | header[5] << 8)
            guard target == address, let buffer = resolve(messages, index * 16 + 8, length) else {
                outcome = EREMOTEIO
                break
            }
            if header[2] & 1 == 1 { send(buffer) } else { receive(bytes(buffer)) }
        }
        bus.function("umockdev_ioctl_client_complete", Complete.self)(
            client, outcome == 0 ? count : -1, outcome)
        return 1
    }

    private func send(_ buffer: OpaquePointer) {
        let value = register == 0 ? result : configuration
        var bytes = [UInt8(value >> 8), UInt8(value & 0xFF)]
        bus.function("umockdev_ioctl_data_update", Update.self)(buffer, 0, &bytes, 2)
    }

    private func receive(_ bytes: [UInt8]) {
        register = bytes[0]
        if register == 1, bytes.count == 3 {
            configuration = UInt16(bytes[1]) << 8 | UInt16(bytes[2])
        }
    }

    private func resolve(_ data: OpaquePointer, _ offset: Int, _ length: Int) -> OpaquePointer? {
        bus.function("umockdev_ioctl_data_resolve", Resolve.self)(data, offset, length, nil)
    }

    private func bytes(_ data: OpaquePointer) -> [UInt8] {
        var start: UnsafeMutablePointer<UInt8>?
        var count: Int32 = 0
        bus.function("umockdev_ioctl_data_retrieve", Retrieve.self)(data, &start, &count)
        return Array(UnsafeBufferPointer(start: start, count: Int(count)))
    }
}
