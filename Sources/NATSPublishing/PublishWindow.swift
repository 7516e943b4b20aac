import Publishing

/// The bookkeeping of a batch under way, without I/O: which event to send next, under which
/// condition, and how far the unbroken run of acknowledgements reaches.
///
/// Every event carries the stream's last sequence it expects, and one sent behind another the id
/// it expects there, so that the broker itself refuses whatever would come after a hole: order
/// does not rest on the window's luck.
struct PublishWindow {
    /// Events in flight at most.
    static let countMax = 64

    private(set) var sentCount = 0
    private(set) var acknowledgedCount = 0
    /// The stream's last sequence after what is acknowledged so far, if known.
    private(set) var lastStoredSequence: UInt64?
    private var storedSequences: [Place?]

    private enum Place {
        case new(UInt64)
        /// Stored before; where the stream ends now it does not tell.
        case duplicate
    }

    /// - Parameter lastSequence: the stream's, before the first event of the batch, if known.
    init(count: Int, lastSequence: UInt64?) {
        storedSequences = Array(repeating: nil, count: count)
        lastStoredSequence = lastSequence
    }

    var isComplete: Bool { acknowledgedCount == storedSequences.count }

    /// The event to send now and what it must find in the stream.
    struct Next: Equatable {
        let index: Int
        /// The stream's last sequence; nil while it is not known.
        let lastSequence: UInt64?
        /// The event of the batch that must be the stream's newest, when sent right behind it.
        let predecessor: Int?
    }

    /// Nil when the window is full. While the stream's last sequence is unknown one event goes
    /// alone: its acknowledgement tells.
    func next() -> Next? {
        guard sentCount < storedSequences.count else { return nil }
        let inFlight = sentCount - acknowledgedCount
        guard let last = lastStoredSequence else {
            return inFlight == 0 ? Next(index: sentCount, lastSequence: nil, predecessor: nil) : nil
        }
        guard inFlight < Self.countMax else { return nil }
        return Next(
            index: sentCount, lastSequence: last &+ UInt64(inFlight),
            predecessor: inFlight > 0 ? sentCount - 1 : nil)
    }

    mutating func sent() { sentCount += 1 }

    /// Notes that the event at `index` is stored in the stream at `sequence`.
    mutating func stored(_ index: Int, at sequence: UInt64, isDuplicate: Bool) {
        guard storedSequences.indices.contains(index), index < sentCount else { return }
        storedSequences[index] = isDuplicate ? .duplicate : .new(sequence)
        while acknowledgedCount < storedSequences.count,
            let place = storedSequences[acknowledgedCount]
        {
            acknowledgedCount += 1
            if case .new(let sequence) = place {
                lastStoredSequence = sequence
            } else {
                lastStoredSequence = nil
            }
        }
    }
}
