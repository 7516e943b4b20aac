public import Biosignals

/// Finds the heart's signature of standing up: a quick rise and a fall back soon after.
///
/// Input:  the heart rate of each second in 1/min, oldest first; nil where it is not known.
/// Output: true in the second in which the signature is complete.
/// Delay:  about 30 s after the rise began.
/// Method: within 15 s the rate rises by 10/min or more over the middle of the 15 s before, peaks, and
///         by 10…20 s after the peak has lost a third of the rise. Exercise rises and stays.
/// Source: the initial response to standing, Ewing et al. (1980), doi:10.1136/hrt.44.1.47; the rise
///         and the times as in Wieling et al. (2007), doi:10.1042/CS20060091. Assumed: no labelled
///         set was at hand.
public struct StandingFinder: Sendable {
    static let riseMin = 10.0
    static let lossMin = 1.0 / 3
    private static let window = 50
    private static let before = 15
    private static let riseWithin = 15
    private static let fallWithin = 20

    private var recent: [Double] = []
    private var restUntil = 0
    private var count = 0

    public init() { recent.reserveCapacity(Self.window) }

    public mutating func process(_ rate: PerMinute?) -> Bool {
        guard let rate = rate?.value, rate.isFinite else {
            recent.removeAll(keepingCapacity: true)
            return false
        }
        if recent.count == Self.window { recent.removeFirst() }
        recent.append(rate)
        count += 1
        guard recent.count == Self.window, count >= restUntil else { return false }
        let rest = recent[..<Self.before].sorted()[Self.before / 2]
        let rise = Self.before..<(Self.before + Self.riseWithin)
        let top = rise.max { recent[$0] < recent[$1] } ?? Self.before
        guard recent[top] - rest >= Self.riseMin, top + 10 < Self.window else { return false }
        let last = min(Self.window, top + Self.fallWithin + 1)
        let low = recent[(top + 10)..<last].min() ?? recent[top]
        guard recent[top] - low >= Self.lossMin * (recent[top] - rest) else { return false }
        restUntil = count + Self.window
        return true
    }
}
