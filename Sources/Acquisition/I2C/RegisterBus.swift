/// A device with 16-bit registers, high byte first.
public protocol RegisterBus: Sendable {
    func read(register: UInt8) throws(I2CError) -> UInt16
    func write(_ value: UInt16, register: UInt8) throws(I2CError)
}
