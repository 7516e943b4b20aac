/// Feeds a signal as a board does, 20 ms at a time, and notes when each find became known.
enum LiveFeed {
    static let chunkSeconds = 0.020

    /// - Parameters:
    ///   - process: takes the next samples.
    ///   - finish: ends the stream.
    ///   - count: how many finds are known by now.
    /// - Returns: for each find the samples that had been fed when it was known.
    static func run(
        _ signal: Signal, process: ([Double]) -> Void, finish: () -> Void, count: () -> Int
    ) -> [Double] {
        var knownAt: [Double] = []
        var (start, turn) = (0, 0)
        while start < signal.samples.count {
            turn += 1
            let due = Int((Double(turn) * chunkSeconds * signal.rate).rounded())
            let end = min(signal.samples.count, due)
            guard end > start else { continue }
            process(Array(signal.samples[start..<end]))
            start = end
            knownAt += repeatElement(Double(end), count: count() - knownAt.count)
        }
        finish()
        return knownAt + repeatElement(Double(start), count: count() - knownAt.count)
    }
}
