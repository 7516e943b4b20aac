/// What stands in front of a block's payload: "DBLK", then little-endian fields.
struct DataBlockHeader: Equatable {
    /// The channels by their number on the wire.
    enum Kind: UInt8 {
        case ecg = 1
        case ppg = 2
        /// Reserved for respiration, which rides in the ECG samples; no firmware sends it.
        case respiration = 3
        case vitals = 4
        case eeg = 5
        case event = 6
        case sync = 7
        case inference = 8
    }

    static let magic: [UInt8] = Array("DBLK".utf8)
    static let byteCount = 28
    /// Header and checksum.
    static let overhead = 32

    /// The whole block, from the magic to the checksum.
    let blockBytes: Int
    /// Of all channels together; a block that the device made and could not send counts too.
    let sequence: UInt32
    /// Uptime of the device at the block's first sample.
    let milliseconds: UInt64
    let channel: UInt8
    let sampleCount: Int

    var kind: Kind? { Kind(rawValue: channel) }
    var payloadBytes: Int { blockBytes - Self.overhead }

    init(sequence: UInt32, milliseconds: UInt64, kind: Kind, sampleCount: Int, sampleBytes: Int) {
        blockBytes = Self.overhead + sampleCount * sampleBytes
        self.sequence = sequence
        self.milliseconds = milliseconds
        channel = kind.rawValue
        self.sampleCount = sampleCount
    }

    /// - Parameter bytes: at least `byteCount` of them; the magic is not looked at.
    init(_ bytes: UnsafeRawBufferPointer) {
        func word<Word: FixedWidthInteger>(_ offset: Int, _: Word.Type) -> Word {
            Word(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Word.self))
        }
        blockBytes = Int(word(4, UInt32.self))
        sequence = word(8, UInt32.self)
        milliseconds = word(12, UInt64.self)
        channel = bytes[20]
        sampleCount = Int(word(22, UInt16.self))
    }

    /// Whether a block can be so long: exactly what its samples need where they are known, at most
    /// `blockBytesMax` where not. Says no before a single byte of the payload has been waited for.
    func isPlausible(vitalsBytes: Int, blockBytesMax: Int) -> Bool {
        guard blockBytes <= blockBytesMax, sampleCount > 0 else { return false }
        guard let size = sampleBytes(vitals: vitalsBytes) else {
            return blockBytes > Self.overhead
        }
        return payloadBytes == sampleCount * size
    }

    /// Of one sample; nil where no document tells.
    private func sampleBytes(vitals: Int) -> Int? {
        switch kind {
        case .ecg: DataBlockLayout.ecgBytes
        case .ppg: DataBlockLayout.ppgBytes
        case .vitals: vitals
        case .eeg: 36
        case .event: DataBlockLayout.eventBytes
        case .sync: 40
        case .inference: 16
        case .respiration, nil: nil
        }
    }
}

/// Where the figures lie in a payload's samples, in bytes.
enum DataBlockLayout {
    static let ecgBytes = 20
    /// Respiration, lead I, lead II and V1: Int32, µV.
    static let (resp, leadI, leadII, leadV1, leadOff) = (0, 4, 8, 12, 16)
    static let ppgBytes = 12
    /// Int32, counts.
    static let (red, ir, probeOff) = (0, 4, 8)
    static let vitalsBytes = 16
    /// Of file format 0x0200, before the variabilities got two bytes each.
    static let vitalsBytesOld = 12
    static let eventBytes = 8
    /// The one event there is.
    static let userMark: UInt16 = 1
    /// Samples that a block of ECG or PPG holds.
    static let batch = 16
    /// Bit n off: which electrode.
    static let electrodes = ["RA", "LA", "LL", "V1"]
}
