@testable import Acquisition
import Biosignals
import Synchronization
import TestKit
import Testing

/// A TLA2022 behind its registers, as the data sheet has them.
private final class SimulatedTLA2022: RegisterBus {
    struct State {
        var configuration: UInt16 = 0x8583
        var codes: [Int] = []
        var failure: I2CError?
        var reads = 0
    }
    let state = Mutex(State())

    init(codes: [Int] = [100]) { state.withLock { $0.codes = codes } }

    func read(register: UInt8) throws(I2CError) -> UInt16 {
        let result = state.withLock { state -> Result<UInt16, I2CError> in
            if let failure = state.failure { return .failure(failure) }
            guard register == 0 else { return .success(state.configuration) }
            let code = state.codes[min(state.reads, state.codes.count - 1)]
            state.reads += 1
            return .success(UInt16(bitPattern: Int16(code * 16)))
        }
        return try result.get()
    }

    func write(_ value: UInt16, register: UInt8) throws(I2CError) {
        state.withLock { if register == 1 { $0.configuration = value } }
    }
}

@Suite struct I2CTinyGSRTests {
    /// 0 000 100 0 000 00011: AIN0 − AIN1, ±0.512 V, continuous, 128 a second.
    @Test func configurationIsTheWholeWord() {
        #expect(TLA2022.configuration == 0x0803)
        #expect(TLA2022.millivoltsPerCount * 2_048 == 512)
    }

    /// Left-aligned: 0x7FF0 → 2047, 0x8000 → −2048, 0xFFF0 → −1, 0x0010 → 1.
    @Test func resultsAreSignedAndLeftAligned() {
        #expect(
            [0x7FF0, 0x8000, 0xFFF0, 0x0010, 0].map(TLA2022.counts) == [2_047, -2_048, -1, 1, 0])
        #expect(!TLA2022.isResult(0x0803))
        #expect(
            [-2_048, -2_047, -2_046, 2_046, 2_047].map(TLA2022.isSaturated)
                == [true, true, false, false, true])
    }

    @Test func readingsComeInOrderWithTheirSaturation() throws {
        let chip = SimulatedTLA2022(codes: [-2_048, -5, 0, 7, 2_047])
        let reader = try TinyGSRReader(chip)
        var samples: [CountsSample] = []
        #expect(
            awaitCondition {
                reader.take(into: &samples)
                return samples.count >= 5
            })
        reader.stop()
        #expect(samples.prefix(5).map(\.counts) == [-2_048, -5, 0, 7, 2_047])
        #expect(samples.prefix(5).map(\.isSaturated) == [true, false, false, false, true])
        #expect(zip(samples, samples.dropFirst()).allSatisfy { $0.arrival < $1.arrival })
        #expect(chip.state.withLock { $0.configuration } == 0x0803)
        #expect(reader.take(into: &samples) == .stopped)
        #expect(awaitCondition { ownThreadCount(named: "tinyGSR reader") == 0 })
    }

    @Test func otherDeviceAtTheAddressIsRefused() {
        final class Thermometer: RegisterBus {
            func read(register: UInt8) throws(I2CError) -> UInt16 { 0x0B80 }
            func write(_ value: UInt16, register: UInt8) throws(I2CError) {}
        }
        #expect(throws: I2CError.notThisDevice(path: "/dev/i2c-1", address: 0x49)) {
            try TinyGSRReader(Thermometer())
        }
    }

    @Test func failedReadingsAreLostAndASecondOfThemIsTheEnd() throws {
        let chip = SimulatedTLA2022()
        let reader = try TinyGSRReader(chip, rate: 100)
        var samples: [CountsSample] = []
        #expect(
            awaitCondition {
                reader.take(into: &samples)
                return !samples.isEmpty
            })
        let error = I2CError.noAnswer(path: "/dev/i2c-1", address: 0x49)
        chip.state.withLock { $0.failure = error }
        // Long enough for some to be lost, far shorter than the second that ends it.
        let pause = MonotonicInstant.now() + .milliseconds(60)
        #expect(awaitCondition { MonotonicInstant.now() > pause })
        chip.state.withLock { $0.failure = nil }
        let known = samples.count
        #expect(
            awaitCondition {
                reader.take(into: &samples)
                return samples.dropFirst(known).contains { $0.lostBefore > 0 }
            })
        chip.state.withLock { $0.failure = error }
        #expect(awaitCondition { reader.take(into: &samples) == .failed(error) })
    }

    @Test func busThatIsNotThereIsSaid() {
        #expect(throws: I2CError.noBus(path: "/dev/i2c-99")) {
            try I2CDevice(bus: "/dev/i2c-99", address: 0x49)
        }
        #expect(throws: I2CError.notABus(path: "/dev/zero")) {
            try I2CDevice(bus: "/dev/zero", address: 0x49)
        }
    }

    @Test(arguments: [
        (
            I2CError.noBus(path: "/dev/i2c-1"),
            "Cannot open the I2C bus (/dev/i2c-1): there is no such bus. "
                + "Run: sudo raspi-config nonint do_i2c 0"
        ),
        (
            .notPermitted(path: "/dev/i2c-1"),
            "Cannot open the I2C bus (/dev/i2c-1): permission denied. "
                + "Add this user to the group i2c."
        ),
        (
            .noAnswer(path: "/dev/i2c-1", address: 0x49),
            "Cannot read the tinyGSR (/dev/i2c-1, address 0x49): no device answers. "
                + "Check the four wires and the address strap."
        ),
        (
            .notThisDevice(path: "/dev/i2c-1", address: 0x4A),
            "Cannot read the tinyGSR (/dev/i2c-1, address 0x4A): "
                + "the device there is not a TLA2022. Check the address strap."
        ),
    ])
    func errorsSayWhatToDo(_ error: I2CError, _ text: String) {
        #expect(error.description == text)
    }
}
