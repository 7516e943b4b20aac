import Acquisition
import Biosignals
import Glibc
import TestKit
import Testing

@Suite struct I2CCalibrationTests {
    /// What a tinyGSR at 3.3 V with its trimmer at 100 kΩ gives:
    /// 3300 mV · (R / (200 + R) − 100 / 300) / 0.25 mV.
    private func counts(_ kiloohms: Double) -> Double {
        13_200 * (kiloohms / (200 + kiloohms) - 1.0 / 3)
    }

    private func tinyGSR() throws -> TwoPointCalibration {
        try TwoPointCalibration(
            .init(kiloohms: 68, counts: counts(68)), .init(kiloohms: 150, counts: counts(150)))
    }

    /// 100 kΩ is 10 µS, 50 kΩ is 20 µS: exact, because the circuit has two unknowns.
    @Test(arguments: [100.0, 50, 68, 150, 180])
    func dividerIsExactBetweenAndBeyondItsTwoResistors(_ kiloohms: Double) throws {
        let conductance = try #require(try tinyGSR().conductance(counts(kiloohms)))
        expect(conductance.value, isClose: 1_000 / kiloohms, within: 1e-9)
    }

    /// A straight line through the same points would be wrong by 0.8 µS at 100 kΩ.
    @Test func straightLineIsForOtherCircuits() throws {
        let line = try TwoPointCalibration(
            .init(kiloohms: 68, counts: counts(68)), .init(kiloohms: 150, counts: counts(150)),
            circuit: .constantVoltage)
        let value = try #require(line.conductance(counts(100))).value
        #expect(abs(value - 10) > 0.3)
        let ohmic = try TwoPointCalibration(
            .init(kiloohms: 100, counts: 200), .init(kiloohms: 50, counts: 400),
            circuit: .constantVoltage)
        expect(try #require(ohmic.conductance(300)).value, isClose: 15, within: 1e-12)
        #expect(ohmic.conductance(-1) == nil)
    }

    @Test func endsOfTheRangeHaveNoConductance() throws {
        let calibration = try tinyGSR()
        for counts in [-2_048.0, -2_047, 2_047, 2_048, 1e9, .nan, .infinity, -.infinity] {
            #expect(calibration.conductance(counts) == nil)
        }
    }

    @Test func countsBeyondTheCircuitHaveNoConductance() throws {
        // Two points 200 counts apart: x = 1 (no skin) lies at 745 counts, x = 0 below −1,000.
        let calibration = try TwoPointCalibration(
            .init(kiloohms: 50, counts: -800), .init(kiloohms: 800, counts: 400))
        #expect(calibration.conductance(2_000) == nil)
        #expect(calibration.conductance(-1_900) == nil)
    }

    @Test(arguments: [
        (0.0, 10.0, 100.0, 500.0, CalibrationError.notAResistor(kiloohms: 0)),
        (-5, 10, 100, 500, .notAResistor(kiloohms: -5)),
        (.infinity, 10, 100, 500, .notAResistor(kiloohms: .infinity)),
        (100, 10, 120, 500, .sameResistor(kiloohms: 100)),
        (100, 10, 200, 25, .tooClose(counts: 10, and: 25)),
        (100, 2_047, 200, 25, .saturated(counts: 2_047)),
        (100, 10, 200, -2_048, .saturated(counts: -2_048)),
    ])
    func nonsenseIsRefused(
        _ firstKiloohms: Double, _ firstCounts: Double, _ secondKiloohms: Double,
        _ secondCounts: Double, _ error: CalibrationError
    ) {
        #expect(throws: error) {
            try TwoPointCalibration(
                .init(kiloohms: firstKiloohms, counts: firstCounts),
                .init(kiloohms: secondKiloohms, counts: secondCounts))
        }
    }

    @Test func notANumberIsRefused() {
        #expect(throws: CalibrationError.self) {
            try TwoPointCalibration(
                .init(kiloohms: .nan, counts: 1), .init(kiloohms: 100, counts: 500))
        }
        #expect(throws: CalibrationError.self) {
            try TwoPointCalibration(
                .init(kiloohms: 50, counts: .nan), .init(kiloohms: 100, counts: 500))
        }
    }

    @Test(arguments: [
        (
            CalibrationError.tooClose(counts: 10, and: 25),
            "Cannot calibrate the skin conductance: 10.0 and 25.0 counts are too close to tell the "
                + "resistors apart. Check that they are connected, or take values further apart."
        ),
        (
            .saturated(counts: 2_047),
            "Cannot calibrate the skin conductance: 2047.0 counts is the end of the converter's "
                + "range. Turn the trimmer, or take a resistor nearer to the skin's, "
                + "and measure again."
        ),
    ])
    func refusalsSayWhatToDo(_ error: CalibrationError, _ text: String) {
        #expect(error.description == text)
    }
}
