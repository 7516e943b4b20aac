import Biosignals

/// The judged seconds of one channel, as far back as the longest window needs, and a tally of the
/// whole recording.
struct SecondLog: Sendable {
    struct Entry: Sendable {
        let second: Int
        let quality: SignalQuality
        let motionLogRMS: Double?
        let motionBands: MotionBands?
    }

    private(set) var entries: [Entry] = []
    private(set) var total = 0
    private(set) var usableTotal = 0
    private(set) var reasonTotals: [SignalQuality.Reason: Int] = [:]

    mutating func append(second: Int, _ judged: SecondOfSignal) {
        if let last = entries.last, last.second >= second { return }
        entries.append(
            Entry(
                second: second, quality: judged.quality, motionLogRMS: judged.motionLogRMS,
                motionBands: judged.motionBands))
        total += 1
        if judged.quality.isUsable {
            usableTotal += 1
        } else {
            for reason in judged.quality.reasons { reasonTotals[reason, default: 0] += 1 }
        }
    }

    mutating func removeAll(before second: Int) {
        guard let keep = entries.firstIndex(where: { $0.second >= second }) else {
            entries.removeAll(keepingCapacity: true)
            return
        }
        entries.removeFirst(keep)
    }

    func entries(in window: Range<Int>) -> ArraySlice<Entry> {
        entries[first(from: window.lowerBound)..<first(from: window.upperBound)]
    }

    /// Index of the first entry of that second or later; the entries are in order.
    private func first(from second: Int) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].second < second { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Share of the window's seconds that were judged usable; missing seconds count as unusable.
    func usable(in window: Range<Int>) -> Double {
        guard !window.isEmpty else { return 0 }
        let usable = entries(in: window).reduce(0) { $0 + ($1.quality.isUsable ? 1 : 0) }
        return Double(usable) / Double(window.count)
    }
}
