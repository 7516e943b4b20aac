/// What the frames of a stream have in common, counted while they pass.
struct OpenViewCensus: OpenViewSink, Sendable {
    typealias Entry = OpenViewCatalogue.Entry

    private(set) var frames: [Entry: Int] = [:]
    /// Of each family, the most frames in a row without a byte between them.
    private(set) var longest: [Entry: Int] = [:]
    /// Bytes of all frames.
    private(set) var bytes = 0
    private(set) var ecg = ECGSteps()
    private(set) var combined = CombinedMarks()
    private(set) var filtered = FilteredMarks()
    private(set) var breakout = BreakoutMarks()
    private var row = 0
    private var rowFamily: Entry?

    mutating func take(
        _ run: OpenViewFramer.Run, _ bytes: UnsafeRawBufferPointer,
        into output: inout DeviceOutput
    ) {
        guard let entry = Entry(rawValue: run.kind) else { return }
        let family = OpenViewCatalogue.family(of: entry)
        if run.gap != nil || family != rowFamily { row = 0 }
        rowFamily = family
        row += run.count
        frames[entry, default: 0] += run.count
        longest[family] = max(longest[family, default: 0], row)
        self.bytes += bytes.count
        let total = OpenViewCatalogue.kind(entry).total
        for frame in 0..<run.count {
            let start = frame * total
            look(at: UnsafeRawBufferPointer(rebasing: bytes[start..<start + total]), entry)
        }
    }

    func count(of family: Entry) -> Int {
        frames.reduce(0) {
            OpenViewCatalogue.family(of: $1.key) == family ? $0 + $1.value : $0
        }
    }

    private mutating func look(at frame: UnsafeRawBufferPointer, _ entry: Entry) {
        switch entry {
        case .combined:
            ecg.add(frame.int32(5))
            combined.add(frame)
        case .electrical: for index in 0..<8 { ecg.add(frame.int32(5 + 4 * index)) }
        case .filtered: filtered.add(frame)
        case .nine, .twelve, .ten: breakout.add(frame)
        default: break
        }
    }
}

/// Whether ECG values are multiples of 256. Values that only repeat the one before count once.
struct ECGSteps: Sendable {
    private(set) var values = 0
    private(set) var multiples = 0
    private var last: Int32?

    mutating func add(_ value: Int32) {
        guard value != last else { return }
        last = value
        values += 1
        if value % 256 == 0 { multiples += 1 }
    }
}

/// What tells the firmwares with 29-byte frames apart.
struct CombinedMarks: Sendable {
    /// Frames with a PPG value beyond 14 bits.
    private(set) var wide = 0
    /// Times that respiration changed after at most two frames, and after three to five.
    private(set) var soon = 0
    private(set) var late = 0
    private var lastRespiration: Int32?
    private var heldFor = 0

    mutating func add(_ frame: UnsafeRawBufferPointer) {
        if frame.int32(14).magnitude > 8_191 || frame.int32(18).magnitude > 8_191 { wide += 1 }
        let respiration = frame.int32(9)
        heldFor += 1
        guard let last = lastRespiration else {
            lastRespiration = respiration
            return
        }
        guard respiration != last else { return }
        if heldFor <= 2 { soon += 1 } else if heldFor <= 5 { late += 1 }
        lastRespiration = respiration
        heldFor = 0
    }
}

/// What tells the boards with 27-byte frames apart.
struct FilteredMarks: Sendable {
    private(set) var frames = 0
    /// Byte 8 of the payload is 00 or FF, and not what it was in the frame before.
    private(set) var alternating = 0
    private(set) var constants80And0 = 0
    private(set) var constants80And120 = 0
    private(set) var shiftedInfrared = 0
    private var lastFlag: UInt8?

    mutating func add(_ frame: UnsafeRawBufferPointer) {
        frames += 1
        let flag = frame[13]
        if flag == 0 || flag == 0xFF, lastFlag.map({ $0 == ~flag }) ?? true { alternating += 1 }
        lastFlag = flag
        if frame[22] == 80, frame[23] == 0 { constants80And0 += 1 }
        if frame[22] == 80, frame[23] == 120 { constants80And120 += 1 }
        if frame.int32(9) % 1_024 == 0 { shiftedInfrared += 1 }
    }
}

/// What tells breakouts apart.
struct BreakoutMarks: Sendable {
    private(set) var frames = 0
    /// Nothing but the first value: all else is 0.
    private(set) var onlyFirst = 0
    /// Times that the first value changed.
    private(set) var changes = 0
    /// As `FilteredMarks.alternating`, with nothing behind the flag.
    private(set) var alternating = 0
    /// Both PPG values fit 22 bits.
    private(set) var narrow = 0
    private var lastFirst: UInt16?
    private var lastFlag: UInt8?

    mutating func add(_ frame: UnsafeRawBufferPointer) {
        frames += 1
        let first = UInt16(frame[5]) | UInt16(frame[6]) << 8
        if let lastFirst, first != lastFirst { changes += 1 }
        lastFirst = first
        if frame[7..<frame.count - 2].allSatisfy({ $0 == 0 }) { onlyFirst += 1 }
        let flag = frame[13]
        if frame.count == 19, flag == 0 || flag == 0xFF,
            lastFlag.map({ $0 == ~flag }) ?? true, frame[14] | frame[15] | frame[16] == 0
        {
            alternating += 1
        }
        lastFlag = flag
        if frame.count == 17, frame.int32(5).magnitude <= 1 << 21,
            frame.int32(9).magnitude <= 1 << 21
        {
            narrow += 1
        }
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func int32(_ offset: Int) -> Int32 {
        Int32(littleEndian: loadUnaligned(fromByteOffset: offset, as: Int32.self))
    }
}
