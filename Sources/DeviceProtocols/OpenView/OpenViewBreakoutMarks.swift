/// What tells breakouts apart.
struct OpenViewBreakoutMarks: Sendable {
    private(set) var frames = 0
    /// Nothing but the first value: all else is 0.
    private(set) var onlyFirst = 0
    /// Times that the first value changed.
    private(set) var changes = 0
    /// As `OpenViewFilteredMarks.alternating`, with nothing behind the flag.
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
        if frame.count == 17, frame.littleEndianInt32(at: 5).magnitude <= 1 << 21,
            frame.littleEndianInt32(at: 9).magnitude <= 1 << 21
        {
            narrow += 1
        }
    }
}
