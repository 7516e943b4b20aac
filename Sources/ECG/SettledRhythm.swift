import RealModule

/// The rhythm of the beats that were believed, to tell when beats come at double its rate.
///
/// An artefact that recurs between the beats, as the steps of someone who walks do, soon has a class
/// of its own and leaves as little rest as they do; but no heart doubles its rate from one beat to
/// the next just where the noise begins.
/// Intervals are learnt as far as both their beats are believed, so what is doubted does not become
/// the rule.
struct SettledRhythm: Sendable {
    /// How much shorter an interval may be, as a logarithm (a rate 1.6 times as high), and where it is
    /// short enough for a beat too many (1.8 times).
    private static let shorterMax = 0.45
    private static let doubled = 0.6
    /// What the first intervals count at least, as long as there are few, and later ones at most.
    private static let settlingCount = 8.0
    private static let shareMax = 0.1
    /// Longer than this (3 s, a logarithm) is a pause, not a rhythm.
    private static let pause = 1.1

    private var typical: Double?
    private var count = 0.0
    private var lastQuality = 0.0

    /// 0 for an interval that goes with the rhythm, 1 for one half as long.
    /// - Parameter interval: a logarithm.
    func doubling(at interval: Double) -> Double {
        guard let typical else { return 0 }
        let shorter = typical - interval - Self.shorterMax
        return max(0, min(1, shorter / (Self.doubled - Self.shorterMax)))
    }

    /// Takes an interval, a logarithm, and the quality of the beat that ends it.
    mutating func learn(_ interval: Double, quality: Double) {
        defer { lastQuality = quality }
        guard interval < Self.pause else { return }
        count = min(count + 1, Self.settlingCount)
        let trusted = Self.shareMax * min(quality, lastQuality)
        let share = count < Self.settlingCount ? max(1 / count, trusted) : trusted
        typical = typical.map { $0 + (interval - $0) * share } ?? interval
    }
}
