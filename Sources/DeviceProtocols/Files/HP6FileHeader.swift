import Biosignals

/// The 256 bytes in front of a HealthyPi 6 recording's blocks. The subject's number and the
/// session's name are left where they are.
/// Source: healthypi-6-fw 1325f5e, docs/HP6_DATA_FORMAT.md section 5.
struct HP6FileHeader {
    static let magic: [UInt8] = Array("HPI6".utf8)

    private static let byteCount = 256
    private static let version: UInt16 = 0x0300
    /// Its head's second half is laid out otherwise, and no document tells how.
    private static let versionOld: UInt16 = 0x0200
    private static let checksumOffset = 248
    private static let ratesMax = 4_000.0

    private let fields: ByteFields
    private let isOld: Bool
    private let isIntact: Bool
    /// Where the blocks begin.
    private let blocksOffset: Int

    init(_ prefix: ArraySlice<UInt8>) throws(DeviceFileError) {
        guard prefix.count >= Self.byteCount else {
            throw .headCutShort(.healthyPi6, found: prefix.count, needed: Self.byteCount)
        }
        fields = ByteFields(prefix.prefix(Self.byteCount))
        let version = fields.word(4, as: UInt16.self)
        isOld = version == Self.versionOld
        let told = fields.word(Self.checksumOffset, as: UInt32.self)
        isIntact = !isOld && told == CRC32.checksum(fields.slice(0, Self.checksumOffset))
        guard isOld || !isIntact || version == Self.version else {
            throw .versionUnknown(.healthyPi6, Int(version))
        }
        let toldBytes = Int(fields.word(6, as: UInt16.self))
        blocksOffset =
            isIntact && (Self.byteCount...4_096).contains(toldBytes) ? toldBytes : Self.byteCount
    }

    func plan(_ prefix: ArraySlice<UInt8>) throws(DeviceFileError) -> DeviceFilePlan {
        let bits = fields.word(124, as: UInt32.self)
        let hasECG = !isIntact || bits >> 1 & 1 == 1
        let hasPPG = !isIntact || bits >> 2 & 1 == 1
        guard hasECG || hasPPG else { throw .noChannels(.healthyPi6) }
        let ecg = hasECG ? rate(slot: 0) ?? 500 : nil
        let ppg = hasPPG ? rate(slot: 1) ?? measuredPPGRate(prefix) : nil
        let decoder = HP6FileDecoder(
            headBytes: blocksOffset, isHeadIntact: isIntact || isOld,
            blocks: DataBlockDecoder(
                ecgRate: ecg, ppgRate: ppg,
                vitalsBytes: isOld ? DataBlockLayout.vitalsBytesOld : DataBlockLayout.vitalsBytes,
                blockBytesMax: 4_096, offset: blocksOffset))
        return DeviceFilePlan(
            channels: (ecg.map(Channel.healthyPi6ECG) ?? [])
                + (ppg.map(Channel.healthyPi6PPG) ?? []),
            start: start, notices: notices, body: decoder)
    }

    private var start: UTCTime? {
        isIntact ? DeviceFilePlan.time(milliseconds: fields.word(8, as: UInt64.self)) : nil
    }

    private func rate(slot: Int) -> Hertz? {
        guard isIntact else { return nil }
        let rate = Double(fields.word(128 + 2 * slot, as: UInt16.self))
        return (1...Self.ratesMax).contains(rate) ? Hertz(rate) : nil
    }

    private func measuredPPGRate(_ prefix: ArraySlice<UInt8>) -> Hertz {
        var recogniser = DataBlockRecogniser(vitalsBytesOld: isOld)
        recogniser.process(prefix.dropFirst(blocksOffset))
        guard case .recognised(let profile) = recogniser.recognition(isComplete: true) else {
            return 250
        }
        return profile.channels[4].rate
    }

    private var notices: [String] {
        if isOld {
            return ["format 0x0200: the head was not read, the PPG rate comes from the blocks"]
        }
        if !isIntact {
            return ["the head's checksum is wrong: the PPG rate comes from the blocks"]
        }
        var notices = ["firmware \(Self.printable(fields.text(188, 16)))"]
        if fields.word(16, as: UInt64.self) == UInt64.max {
            notices.append("the recording was never closed: its end may be missing")
        }
        if start == nil { notices.append("the device's clock was not set") }
        return notices
    }

    private static func printable(_ text: String) -> String {
        text.filter { $0.isASCII && ($0.isLetter || $0.isNumber || ".-+_".contains($0)) }
    }
}

/// A HealthyPi 6 recording behind its head: the very blocks of the wire.
struct HP6FileDecoder: DeviceByteDecoder {
    private var headBytesLeft: Int
    private let headBytes: Int
    private let isHeadIntact: Bool
    private var blocks: DataBlockDecoder

    init(headBytes: Int, isHeadIntact: Bool, blocks: DataBlockDecoder) {
        headBytesLeft = headBytes
        self.headBytes = headBytes
        self.isHeadIntact = isHeadIntact
        self.blocks = blocks
    }

    mutating func decode(_ bytes: ArraySlice<UInt8>, into output: inout DeviceOutput) {
        let head = min(headBytesLeft, bytes.count)
        headBytesLeft -= head
        if head > 0, headBytesLeft == 0, !isHeadIntact {
            output.skips.append(
                SkippedBytes(offset: 0, count: headBytes, reason: .checksumMismatch))
        }
        if head < bytes.count { blocks.decode(bytes.dropFirst(head), into: &output) }
    }

    mutating func finish(into output: inout DeviceOutput) { blocks.finish(into: &output) }
}
