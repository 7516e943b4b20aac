/// What somebody may have meant.
package enum KeySuggestion {
    /// The candidate with the fewest typing errors between, if there are few enough to believe it.
    package static func nearest(to word: String, among candidates: [String]) -> String? {
        let word = normalized(word)
        guard word.count <= 128 else { return nil }
        let scored = candidates.map { ($0, distance(word, normalized($0))) }
        guard let best = scored.min(by: { $0.1 < $1.1 }) else { return nil }
        return best.1 <= max(1, min(3, word.count / 3)) ? best.0 : nil
    }

    private static func normalized(_ word: String) -> [Character] {
        word.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 }
    }

    /// Insertions, deletions, replacements and swaps of neighbours that lead from one to the other
    /// (optimal string alignment).
    static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var before: [Int] = []
        var last = Array(0...b.count)
        for i in 0..<a.count {
            var row = [i + 1]
            row.reserveCapacity(b.count + 1)
            for j in 0..<b.count {
                var steps = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    steps = min(steps, before[j - 1] + 1)
                }
                row.append(steps)
            }
            (before, last) = (last, row)
        }
        return last[b.count]
    }
}
