import Biosignals

/// The 28 bytes in front of a HealthyPi Move's background recording. Its source's constant says 32,
/// its comment 24; the packed fields are 28.
/// Source: healthypi-move-fw d1431f3, app/src/recording_module.h.
struct MoveRecordingHeader {
    /// 0x48504952, little-endian: "RIPH".
    static let magic: [UInt8] = [0x52, 0x49, 0x50, 0x48]

    private static let byteCount = 28
    private static let version = 1

    private enum Signal: Int {
        case ppgWrist, ppgFinger, acceleration, rotation, impedance
    }

    private let signal: Signal
    private let rate: Hertz
    private let fields: ByteFields

    init(_ prefix: ArraySlice<UInt8>) throws(DeviceFileError) {
        guard prefix.count >= Self.byteCount else {
            throw .headCutShort(.moveRecording, found: prefix.count, needed: Self.byteCount)
        }
        fields = ByteFields(prefix.prefix(Self.byteCount))
        let version = Int(fields.word(4, as: UInt8.self))
        guard version == Self.version else { throw .versionUnknown(.moveRecording, version) }
        guard let signal = Signal(rawValue: Int(fields.word(5, as: UInt8.self))) else {
            throw .headInvalid(.moveRecording, what: "the kind of signal", offset: 5)
        }
        let rate = Double(fields.word(6, as: UInt16.self))
        guard (1...4_000).contains(rate) else {
            throw .headInvalid(.moveRecording, what: "the rate", offset: 6)
        }
        guard prefix.count > Self.byteCount else { throw .noSamples(.moveRecording) }
        self.signal = signal
        self.rate = Hertz(rate)
    }

    func plan(_ prefix: ArraySlice<UInt8>) -> DeviceFilePlan {
        let layout = self.layout
        let pages = MovePages(
            handfulBytes: layout.handful * layout.recordBytes,
            following: prefix.dropFirst(Self.byteCount))
        let seconds = fields.word(8, as: UInt64.self)
        var notices = ["the watch leaves old samples at the end of its pages: they are left out"]
        if fields.word(16, as: UInt32.self) == 0 {
            notices.append("the recording was never closed: its end may be missing")
        }
        if signal == .impedance { notices.append(MoveRecord.impedanceNotice) }
        return DeviceFilePlan(
            channels: layout.names.map {
                Channel(
                    name: $0, role: layout.role, unit: .counts, unitText: ADCCounts.symbol,
                    rate: rate)
            },
            start: DeviceFilePlan.time(
                milliseconds: seconds.multipliedReportingOverflow(by: 1_000)
                    .partialValue),
            notices: notices,
            body: RecordFileDecoder(
                headBytes: Self.byteCount, recordBytes: layout.recordBytes, fields: layout.fields,
                pages: pages))
    }

    private struct Layout {
        let names: [String]
        let role: ChannelRole?
        let fields: [RecordFileDecoder.Field]
        let recordBytes: Int
        /// Samples that are handed over at once, at most.
        let handful: Int
    }

    private var layout: Layout {
        func layout(
            _ names: [String], _ role: ChannelRole?, _ number: RecordFileDecoder.Number,
            bytes: Int, handful: Int
        ) -> Layout {
            Layout(
                names: names, role: role,
                fields: names.indices.map { RecordFileDecoder.Field($0 * bytes, number) },
                recordBytes: names.count * bytes, handful: handful)
        }
        return switch signal {
        case .ppgWrist:
            layout(["ppg_ir", "ppg_red", "ppg_green"], .ppg, .uint32, bytes: 4, handful: 8)
        case .ppgFinger: layout(["ppg_ir", "ppg_red"], .ppg, .uint32, bytes: 4, handful: 32)
        case .acceleration:
            layout(["acc_x", "acc_y", "acc_z"], .acceleration, .int16, bytes: 2, handful: 16)
        case .rotation: layout(["gyro_x", "gyro_y", "gyro_z"], nil, .int16, bytes: 2, handful: 16)
        case .impedance: layout([MoveRecord.impedanceName], nil, .int32, bytes: 4, handful: 64)
        }
    }
}
