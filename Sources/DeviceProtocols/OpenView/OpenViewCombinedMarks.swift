/// What tells the firmwares with 29-byte frames apart.
struct OpenViewCombinedMarks: Sendable {
    /// Frames with a PPG value beyond 14 bits.
    private(set) var wide = 0
    /// Times that respiration changed after at most two frames, and after three to five.
    private(set) var soon = 0
    private(set) var late = 0
    private var lastRespiration: Int32?
    private var heldFor = 0

    mutating func add(_ frame: UnsafeRawBufferPointer) {
        if frame.littleEndianInt32(at: 14).magnitude > 8_191
            || frame.littleEndianInt32(at: 18).magnitude > 8_191
        {
            wide += 1
        }
        let respiration = frame.littleEndianInt32(at: 9)
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
