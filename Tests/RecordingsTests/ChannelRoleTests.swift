import Biosignals
import Recordings
import Testing

@Suite struct ChannelRoleTests {
    @Test(arguments: [
        ("ECG", "mV", ChannelRole.ecg), ("MLII", "mV", .ecg), ("V1", "mV", .ecg),
        ("II", "mV", .ecg),
        ("aVR", "mV", .ecg), ("ECG_II", "NU", .ecg), ("Lead II", "mV", .ecg), ("ecg2", "", .ecg),
        ("PLETH", "NU", .ppg), ("ppg_red", "counts", .ppg), ("BVP", "", .ppg), ("ir", "", .ppg),
        ("EDA", "uS", .eda), ("GSR", "", .eda), ("SCL", "", .eda), ("skin", "uS", .eda),
        ("channel 4", "uS", .eda), ("RESP", "mV", .respiration), ("RIP thorax", "", .respiration),
        ("impedance", "Ohm", .respiration), ("acc_x", "g", .acceleration),
        ("AccelX", "m/s2", .acceleration), ("left wrist", "g", .acceleration),
        ("skin temperature", "degC", .temperature), ("temp", "", .temperature),
    ])
    func knowsSignals(_ name: String, _ unitText: String, _ expected: ChannelRole) {
        let unit = UnitScale(unitText: unitText)?.unit ?? .counts
        #expect(ChannelRole(channelName: name, unitText: unitText, unit: unit) == expected)
    }

    @Test(arguments: [
        ("ABP", "mmHg"), ("HR", "bpm"), ("RESP", "bpm"), ("SpO2", "%"), ("heart rate", ""),
        ("channel 1", "mV"), ("", ""),
    ])
    func leavesOthersAlone(_ name: String, _ unitText: String) {
        let unit = UnitScale(unitText: unitText)?.unit ?? .counts
        #expect(ChannelRole(channelName: name, unitText: unitText, unit: unit) == nil)
    }

    @Test(arguments: [
        ("V", ChannelUnit.millivolt, 2_000.0), ("mV", .millivolt, 2), ("uV", .millivolt, 0.002),
        ("µV", .millivolt, 0.002), ("μV", .millivolt, 0.002), ("uS", .microsiemens, 2),
        ("nS", .microsiemens, 0.002), ("S", .microsiemens, 2_000_000),
        ("K", .degreesCelsius, -271.15), ("degF", .degreesCelsius, -50.0 / 3),
        ("mg", .standardGravity, 0.002), ("m/s^2", .standardGravity, 2 / 9.80665),
    ])
    func scalesUnits(_ text: String, _ unit: ChannelUnit, _ two: Double) throws {
        let scale = try #require(UnitScale(unitText: text))
        #expect(scale.unit == unit)
        #expect(abs(2 * scale.factor + scale.offset - two) <= 1e-12 * abs(two))
    }

    @Test(arguments: ["NU", "adu", "", "mmHg", "Ohm", "counts"])
    func unknownUnitsAreNone(_ text: String) {
        #expect(UnitScale(unitText: text) == nil)
    }
}
