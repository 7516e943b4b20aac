import Acquisition
import Glibc
import TestKit
import Testing

/// The kernel's own interface, caught by umockdev; each test in a process of its own.
@Suite(.timeLimit(.minutes(1))) final class I2CDeviceTests {
    init() { setenv("LD_PRELOAD", HotplugMockBus.preload, 1) }

    deinit { unsetenv("LD_PRELOAD") }

    @Test func registersAreWrittenAndReadBack() async {
        await #expect(processExitsWith: .success) {
            let chip = I2CMockChip(on: HotplugMockBus(), address: 0x49, result: 0xFFF0)
            let device = try I2CDevice(bus: I2CMockChip.path, address: 0x49)
            #expect(try device.read(register: 1) == 0x8583)
            try device.write(0x0803, register: 1)
            #expect(chip.configuration == 0x0803)
            #expect(try device.read(register: 1) == 0x0803)
            #expect(try device.read(register: 0) == 0xFFF0)
        }
    }

    @Test func absentDeviceIsSaid() async {
        await #expect(processExitsWith: .success) {
            let chip = I2CMockChip(on: HotplugMockBus(), address: 0x49, result: 0)
            let device = try I2CDevice(bus: I2CMockChip.path, address: 0x48)
            #expect(throws: I2CError.noAnswer(path: I2CMockChip.path, address: 0x48)) {
                try device.read(register: 0)
            }
            #expect(chip.configuration == 0x8583)
        }
    }

    @Test func tinyGSRIsReadToItsCounts() async {
        await #expect(processExitsWith: .success) {
            // 0x0640 is 100 counts, left-aligned.
            let chip = I2CMockChip(on: HotplugMockBus(), address: 0x49, result: 0x0640)
            let device = try I2CDevice(bus: I2CMockChip.path, address: 0x49)
            let reader = try TinyGSRReader(device)
            var samples: [CountsSample] = []
            #expect(
                awaitCondition(within: .seconds(10)) {
                    reader.take(into: &samples)
                    return samples.count >= 5
                })
            reader.stop()
            #expect(chip.configuration == 0x0803)
            #expect(samples.allSatisfy { $0.counts == 100 && !$0.isSaturated })
        }
    }
}
