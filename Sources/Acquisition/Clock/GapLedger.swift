public import Biosignals

/// Every missing sample of a session with its cause. For each channel, at any time and exactly:
/// delivered + missing = index of the end − index of the first sample.
///
/// Memory is bounded: counts are kept for all, ranges for the last ones, neighbours of one cause
/// joined.
public struct GapLedger: Equatable, Sendable {
    /// What is known of one channel.
    public struct Account: Equatable, Sendable {
        /// Index of the first sample, and the one behind the last that was delivered or missed.
        public fileprivate(set) var first: Int
        public fileprivate(set) var end: Int
        public fileprivate(set) var delivered = 0
        public fileprivate(set) var missing: [Gap.Cause: Int] = [:]
        /// Samples that came for indices that were settled already; they are not counted again.
        public fileprivate(set) var repeated = 0

        public var missingTotal: Int { missing.values.reduce(0, +) }
    }

    public static let entriesMax = 1_000

    private let entriesKept: Int
    public private(set) var accounts: [Int: Account] = [:]
    /// The latest gaps, in the order in which they were entered.
    public private(set) var entries: [MissingSamples] = []
    /// Gaps that were entered and are no longer in `entries`; their samples are still counted.
    public private(set) var forgotten = 0

    /// - Parameter entriesKept: at least 1.
    public init(keeping entriesKept: Int = GapLedger.entriesMax) {
        self.entriesKept = max(1, entriesKept)
    }

    /// A channel begins here, before its first sample: what does not come from here on is missing.
    public mutating func begin(channel: Int, at index: Int) {
        guard accounts[channel] == nil else { return }
        accounts[channel] = Account(first: index, end: index)
    }

    /// Samples came. What lies between them and the end is entered as `.notAvailable`, unless it
    /// was entered as missing before.
    public mutating func deliver(_ block: SignalBlock) {
        deliver(channel: block.channel, samples: block.start..<block.end)
    }

    public mutating func deliver(channel: Int, samples: Range<Int>) {
        begin(channel: channel, at: samples.lowerBound)
        fill(channel, upTo: samples.lowerBound, because: .notAvailable)
        guard var account = accounts[channel] else { return }
        let count = max(0, samples.upperBound - max(account.end, samples.lowerBound))
        account.delivered += count
        account.repeated += samples.count - count
        account.end += count
        accounts[channel] = account
    }

    /// Samples will not come. Of a channel that has not begun nothing is missing.
    public mutating func miss(_ missing: MissingSamples) {
        guard accounts[missing.channel] != nil else { return }
        fill(missing.channel, upTo: missing.samples.lowerBound, because: .notAvailable)
        fill(missing.channel, upTo: missing.samples.upperBound, because: missing.cause)
    }

    /// The session's end: what a channel lacks up to there is missing.
    public mutating func finish(channel: Int, at index: Int, because cause: Gap.Cause) {
        guard accounts[channel] != nil else { return }
        fill(channel, upTo: index, because: cause)
    }

    /// Blocks and gaps of a device, each channel in its order.
    public mutating func record(_ output: TimelineOutput) {
        // Both are in order for each channel; a gap comes before the block behind it.
        var gaps = output.missing[...]
        for block in output.blocks {
            while let index = gaps.firstIndex(where: {
                $0.channel == block.channel && $0.samples.lowerBound < block.start
            }) {
                miss(gaps[index])
                gaps.remove(at: index)
            }
            deliver(block)
        }
        for gap in gaps { miss(gap) }
    }

    /// What may be said of a channel's losses.
    ///
    /// - Parameter provesLoss: whether the board numbers what it sends.
    public func summary(channel: Int, provesLoss: Bool) -> String {
        guard let account = accounts[channel] else { return "no samples" }
        let total = account.missingTotal
        if total == 0 { return provesLoss ? "no gaps" : "no gap detected" }
        let causes = Gap.Cause.allCases.compactMap { cause in
            account.missing[cause].map { "\($0) \(cause.words)" }
        }
        return "\(total) of \(account.end - account.first) samples missing: "
            + causes.joined(separator: ", ")
    }

    private mutating func fill(_ channel: Int, upTo index: Int, because cause: Gap.Cause) {
        guard var account = accounts[channel], index > account.end else { return }
        let range = account.end..<index
        account.missing[cause, default: 0] += range.count
        account.end = index
        accounts[channel] = account
        if let place = entries.lastIndex(where: { $0.channel == channel }),
            entries[place].cause == cause, entries[place].samples.upperBound == range.lowerBound
        {
            let joined = entries[place].samples.lowerBound..<index
            entries[place] = MissingSamples(channel: channel, samples: joined, cause: cause)
            return
        }
        entries.append(MissingSamples(channel: channel, samples: range, cause: cause))
        guard entries.count > entriesKept else { return }
        entries.removeFirst()
        forgotten += 1
    }
}
