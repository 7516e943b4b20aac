/// Bytes of a port in the order in which they came, with the time of the newest.
public struct PortChunk: RingElement, Equatable {
    /// Never empty.
    public let bytes: [UInt8]
    /// Taken directly after the read that returned the newest byte. Older bytes of the chunk came
    /// earlier, by an unknown time: place them by counting samples, never by this.
    public let arrival: MonotonicInstant
    /// Whether the reader was waiting when the newest byte came, so that `arrival` is late only by
    /// the system's scheduling. Otherwise it may have lain in the kernel for as long as bytes are
    /// gathered: `arrival` is then no more than an upper bound.
    public let isPrompt: Bool
    /// Bytes dropped directly before these, because nobody took them in time: a decoder's stream
    /// is torn here.
    public var lostBefore: Int

    public init(bytes: [UInt8], arrival: MonotonicInstant, isPrompt: Bool, lostBefore: Int = 0) {
        self.bytes = bytes
        self.arrival = arrival
        self.isPrompt = isPrompt
        self.lostBefore = lostBefore
    }

    public var weight: Int { bytes.count }
}
