/// What tells the boards with 27-byte frames apart.
struct OpenViewFilteredMarks: Sendable {
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
        if frame.littleEndianInt32(at: 9) % 1_024 == 0 { shiftedInfrared += 1 }
    }
}
