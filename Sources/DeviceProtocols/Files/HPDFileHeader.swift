import Biosignals

/// The head of a recording that OpenView or HealthyPi Studio made on a computer. Who was recorded,
/// by whom and where is passed over.
/// Source: protocentral_openview a89d352, lib/recording/biosignal_file_writer.dart.
struct HPDFileHeader {
    static let magic: [UInt8] = Array("BIOSIG".utf8)

    private static let fixedBytes = 206
    private static let channelBytes = 168
    private static let channelsMax = 64
    private static let subjectBytes = 454
    /// Up to the length of the tags.
    private static let sessionBytes = 580
    private static let ratesMax = 4_000.0

    private let byteCount: Int
    private let channels: [Channel]
    private let created: UInt64

    init(_ prefix: ArraySlice<UInt8>) throws(DeviceFileError) {
        let fields = ByteFields(prefix)
        try Self.need(Self.fixedBytes, fields)
        let version = Int(fields.word(6, as: UInt16.self))
        guard version == 1 else { throw .versionUnknown(.openView, version) }
        created = fields.word(180, as: UInt64.self)
        let count = Int(fields.word(188, as: UInt16.self))
        guard count > 0 else { throw .noChannels(.openView) }
        guard count <= Self.channelsMax else {
            throw .headInvalid(.openView, what: "the number of channels", offset: 188)
        }
        var offset = Self.fixedBytes
        try Self.need(offset + count * Self.channelBytes + 2, fields)
        var channels: [Channel] = []
        for _ in 0..<count {
            channels.append(try Self.channel(fields, offset, others: channels))
            offset += Self.channelBytes
        }
        self.channels = channels
        offset = try Self.skip(Self.subjectBytes, fields, offset, tags: false)
        byteCount = try Self.skip(Self.sessionBytes, fields, offset, tags: true)
    }

    func plan() -> DeviceFilePlan {
        DeviceFilePlan(
            channels: channels, start: DeviceFilePlan.time(milliseconds: created),
            notices: [
                "amplitudes are as the program scaled them: counts, whatever the file says",
                "what the board lost on its way to that program the file does not tell",
            ],
            body: HPDFileDecoder(headBytes: byteCount, channelCount: channels.count))
    }

    private static func channel(
        _ fields: ByteFields, _ offset: Int, others: [Channel]
    ) throws(DeviceFileError) -> Channel {
        let id = fields.text(offset, 32)
        let rate = fields.double(offset + 128)
        guard rate.isFinite, (0.1...ratesMax).contains(rate) else {
            throw .headInvalid(.openView, what: "a channel's rate", offset: offset + 128)
        }
        let unit = fields.text(offset + 96, 32)
        let isTaken = others.contains { $0.name == id }
        return Channel(
            name: id.isEmpty || isTaken ? "\(id)_\(others.count)" : id, role: role(id),
            unit: .counts, unitText: unit.isEmpty ? ADCCounts.symbol : unit, rate: Hertz(rate),
            scale: unit == "adc" ? .identity : DigitalScale(gain: 1_000, baseline: 0))
    }

    private static func role(_ id: String) -> ChannelRole? {
        let id = id.lowercased()
        if id.contains("ecg") { return .ecg }
        if id.contains("ppg") || id == "ir" || id == "red" { return .ppg }
        if id.contains("resp") || id.contains("bioz") { return .respiration }
        return id.contains("gsr") ? .eda : nil
    }

    /// Passes over a part of the head that may be there. Returns where the next one begins.
    private static func skip(
        _ count: Int, _ fields: ByteFields, _ offset: Int, tags: Bool
    ) throws(DeviceFileError) -> Int {
        try need(offset + 1, fields)
        switch fields.word(offset, as: UInt8.self) {
        case 0: return offset + 1
        case 1: break
        default:
            throw .headInvalid(.openView, what: "whether somebody is named", offset: offset)
        }
        try need(offset + 1 + count, fields)
        guard tags else { return offset + 1 + count }
        let end = offset + 1 + count + Int(fields.word(offset + count - 3, as: UInt32.self))
        try need(end, fields)
        return end
    }

    private static func need(_ count: Int, _ fields: ByteFields) throws(DeviceFileError) {
        guard fields.count >= count else {
            throw .headCutShort(.openView, found: fields.count, needed: count)
        }
    }
}
