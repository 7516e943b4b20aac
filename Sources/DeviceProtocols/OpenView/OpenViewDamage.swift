/// How many frames a damaged stretch held.
enum OpenViewDamage {
    /// - Parameters:
    ///   - bytes: skipped, without text.
    ///   - headers: of each kind, how many lie among them.
    /// - Returns: frames of each kind.
    static func framesLost(
        bytes: Int, headers: [Int], kinds: [OpenViewFrameKind]
    ) -> [Int] {
        guard kinds.count > 1 else {
            guard let kind = kinds.first else { return [] }
            let isLoss = 2 * bytes >= kind.total || headers.contains { $0 > 0 }
            return [isLoss ? max(1, rounded(bytes, kind.total)) : 0]
        }
        // Each header was a frame. What is left is shared out as the kinds alternate.
        var lost = headers
        let explained = kinds.indices.reduce(0) { $0 + headers[$1] * kinds[$1].total }
        let rest = max(0, bytes - explained)
        let shortest = kinds.reduce(Int.max) { min($0, $1.total) }
        guard 2 * rest >= shortest else { return lost }
        for (kind, count) in shared(rest, kinds).enumerated() { lost[kind] += count }
        return lost
    }

    /// Of two kinds, the counts whose bytes come nearest; of several such, those nearest to the
    /// kinds' rates.
    private static func shared(_ bytes: Int, _ kinds: [OpenViewFrameKind]) -> [Int] {
        let (first, second) = (kinds[0], kinds[1])
        let bytesPerSecond =
            first.rate * Double(first.total) + second.rate * Double(second.total)
        let expected = Double(bytes) / bytesPerSecond * first.rate
        let low = max(0, Int(expected) - 1)
        var best = (error: Int.max, off: Double.infinity, counts: [0, 0])
        for count in low...low + 3 {
            let other = max(0, rounded(bytes - count * first.total, second.total))
            let error = abs(bytes - count * first.total - other * second.total)
            let off = abs(Double(count) - expected)
            if (error, off) < (best.error, best.off) {
                best = (error, off, [count, other])
            }
        }
        return best.counts
    }

    private static func rounded(_ bytes: Int, _ length: Int) -> Int {
        Int((Double(bytes) / Double(length)).rounded())
    }
}
