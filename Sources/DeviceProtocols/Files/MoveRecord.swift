import Biosignals

/// A HealthyPi Move's stored half minutes: whole numbers, little-endian, and nothing else. Their
/// names are times; nothing in them says what they are, only the folder that holds them.
/// Source: healthypi-move-fw d1431f3, app/src/log_module.c and data_module.c.
enum MoveRecord {
    static let impedanceName = "gsr_impedance"
    static let impedanceNotice =
        "the numbers follow skin impedance, high-passed and uncalibrated: no conductance"

    static var ecg: DeviceFilePlan {
        plan(
            name: "ecg", role: .ecg, rate: 128,
            notice: "the gain differs between firmware versions: counts, not mV")
    }

    static var gsr: DeviceFilePlan {
        plan(name: impedanceName, role: nil, rate: 32, notice: impedanceNotice)
    }

    private static func plan(
        name: String, role: ChannelRole?, rate: Hertz, notice: String
    ) -> DeviceFilePlan {
        DeviceFilePlan(
            channels: [
                Channel(
                    name: name, role: role, unit: .counts, unitText: ADCCounts.symbol, rate: rate)
            ],
            start: nil, notices: [notice],
            body: RecordFileDecoder(
                headBytes: 0, recordBytes: 4, fields: [RecordFileDecoder.Field(0, .int32)]))
    }
}
