import Biosignals
import TestKit

/// One entrant's beats against a reference, by each of the rules; scores of records add up.
struct BeatScore {
    static let window = 0.150
    static let narrowWindow = 0.050
    static let learning = 300.0

    private(set) var match = BeatMatch()
    private(set) var narrow = BeatMatch()
    private(set) var afterLearning = BeatMatch()
    /// Beats flagged good only; nil of an entrant that flags none.
    private(set) var good: BeatMatch?
    /// Milliseconds from the R peak to the chunk that made it known.
    private(set) var latencies: [Double] = []

    init() {}

    init(
        _ found: Found, _ reference: Reference, rate: Double, window: Double = BeatScore.window
    ) {
        func matched(
            _ test: [Double], within window: Double, leavingOut: [Range<Double>] = []
        ) -> BeatMatch {
            BeatMatch(
                reference: reference.beats, test: test, window: window * rate,
                excluding: reference.excluded + leavingOut)
        }
        match = matched(found.positions, within: window)
        narrow = matched(found.positions, within: Self.narrowWindow)
        let start = -Double.infinity..<(Self.learning * rate)
        afterLearning = matched(
            found.positions, within: window, leavingOut: [start])
        if let knownAt = found.knownAt {
            latencies = zip(knownAt, found.positions).map { 1_000 * ($0 - $1) / rate }
        }
        guard found.quality != nil else { return }
        good = matched(found.good(least: SignalQuality.usableMin), within: window)
    }

    static func + (left: BeatScore, right: BeatScore) -> BeatScore {
        var sum = left
        sum.match = left.match + right.match
        sum.narrow = left.narrow + right.narrow
        sum.afterLearning = left.afterLearning + right.afterLearning
        sum.good = left.good.map { $0 + (right.good ?? BeatMatch()) } ?? right.good
        sum.latencies += right.latencies
        return sum
    }
}
