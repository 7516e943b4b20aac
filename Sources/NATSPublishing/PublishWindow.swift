import Publishing

/// The bookkeeping of a batch under way, without I/O: which event to send next, under which
/// condition, and how far the unbroken run of acknowledgements reaches.
///
/// Every event carries the stream's last sequence it expects, so that the broker itself refuses
/// whatever would come after a hole: order does not rest on the window's luck.
struct PublishWindow {
    /// Events in flight at most.
    static let countMax = 64

    private(set) var sentCount = 0
    private(set) var acknowledgedCount = 0
    private var storedSequences: [UInt64?]
    /// The stream's last sequence before the first event of the batch, if known.
    private var lastSequence: UInt64?

    init(count: Int, lastSequence: UInt64?) {
        storedSequences = Array(repeating: nil, count: count)
        self.lastSequence = lastSequence
    }

    var isComplete: Bool { acknowledgedCount == storedSequences.count }

    /// The stream's last sequence after what is acknowledged so far, if known.
    var lastStoredSequence: UInt64? {
        acknowledgedCount > 0 ? storedSequences[acknowledgedCount - 1] : lastSequence
    }

    /// The event to send now, with the last sequence it must find; nil when the window is full.
    ///
    /// While the stream's last sequence is unknown one event goes alone: its acknowledgement
    /// tells.
    func next() -> (index: Int, expected: UInt64?)? {
        guard sentCount < storedSequences.count else { return nil }
        let inFlight = sentCount - acknowledgedCount
        guard let last = lastStoredSequence else { return inFlight == 0 ? (sentCount, nil) : nil }
        guard inFlight < Self.countMax else { return nil }
        return (sentCount, last &+ UInt64(inFlight))
    }

    mutating func sent() { sentCount += 1 }

    /// Notes that the event at `index` is stored in the stream at `sequence`.
    mutating func stored(_ index: Int, at sequence: UInt64) {
        guard storedSequences.indices.contains(index), index < sentCount else { return }
        storedSequences[index] = sequence
        while acknowledgedCount < storedSequences.count, storedSequences[acknowledgedCount] != nil {
            acknowledgedCount += 1
        }
    }
}
