import Biosignals

/// The 32 bytes in front of the recordings that a HealthyPi 5 with the firmware NEXT writes to its
/// card.
/// Source: protocentral_healthypi_5_firmware d3ccc36, src/HPISd.cpp.
struct NextFileHeader {
    /// 0x35504824, little-endian: "$HP5".
    static let magic: [UInt8] = [0x24, 0x48, 0x50, 0x35]

    private static let byteCount = 32
    private static let recordBytes = 16
    private let rate: Hertz

    /// Respiration and PPG are taken with every second sample of ECG.
    private static let samplesHeld = 2.0

    init(_ prefix: ArraySlice<UInt8>) throws(DeviceFileError) {
        guard prefix.count >= Self.byteCount else {
            throw .headCutShort(.next, found: prefix.count, needed: Self.byteCount)
        }
        let fields = ByteFields(prefix.prefix(Self.byteCount))
        let version = Int(fields.word(4, as: UInt16.self))
        guard version == 1 else { throw .versionUnknown(.next, version) }
        guard fields.word(6, as: UInt16.self) == Self.recordBytes else {
            throw .headInvalid(.next, what: "the length of a record", offset: 6)
        }
        let rate = Double(fields.word(8, as: UInt16.self))
        guard (1...4_000).contains(rate) else {
            throw .headInvalid(.next, what: "the rate", offset: 8)
        }
        guard fields.word(10, as: UInt16.self) == 4 else {
            throw .headInvalid(.next, what: "the number of channels", offset: 10)
        }
        self.rate = Hertz(rate)
    }

    func plan() -> DeviceFilePlan {
        let ecg = Channel(
            name: "ecg", role: .ecg, unit: .millivolt, unitText: Millivolt.symbol, rate: rate,
            scale: DigitalScale(gain: OpenViewScale.plainStepsPerMillivolt, baseline: 0))
        let others: [(String, ChannelRole)] = [
            ("resp", .respiration), ("ppg_ir", .ppg), ("ppg_red", .ppg),
        ]
        return DeviceFilePlan(
            channels: [ecg]
                + others.map { name, role in
                    Channel(
                        name: name, role: role, unit: .counts, unitText: ADCCounts.symbol,
                        rate: rate, latchPeriod: Seconds(Self.samplesHeld / rate.value))
                },
            start: nil, notices: ["the file does not know when it was recorded"],
            body: RecordFileDecoder(
                headBytes: Self.byteCount, recordBytes: Self.recordBytes,
                fields: [
                    RecordFileDecoder.Field(0, .int32, gain: OpenViewScale.plainStepsPerMillivolt),
                    RecordFileDecoder.Field(4, .int32), RecordFileDecoder.Field(12, .int32),
                    RecordFileDecoder.Field(8, .int32),
                ]))
    }
}
