public import Biosignals

/// The windows of the last three hours: what is happening and what is usual for this person now.
///
/// Input:  windows of 30 to 100 s, in any order; the same windows in another order give the same
///         history. One that overlaps another, or lies further back than the horizon, is left out.
/// Memory: at most 361 windows: none overlap, none is shorter than 30 s.
public struct ArousalHistory: Equatable, Sendable {
    public static let horizon: Seconds = Seconds(3 * 3_600)
    public static let lengthMin: Seconds = 30
    public static let lengthMax: Seconds = 100
    /// Two windows may share so much: a rounding error.
    static let slack = 1e-6
    /// Beyond, seconds have no fractions left.
    private static let secondsMax = 1e9

    /// Oldest first, none overlapping.
    public private(set) var windows: [ArousalWindow] = []

    public init() {}

    /// - Returns: whether the window was taken.
    @discardableResult
    public mutating func append(_ window: ArousalWindow) -> Bool {
        let (start, end) = (window.window.lowerBound, window.window.upperBound)
        guard abs(start) <= Self.secondsMax, abs(end) <= Self.secondsMax,
            end - start >= Self.lengthMin.value - Self.slack,
            end - start <= Self.lengthMax.value + Self.slack
        else { return false }
        let place = windows.firstIndex { $0.window.lowerBound > start } ?? windows.count
        if place > 0, windows[place - 1].window.upperBound > start + Self.slack { return false }
        if place < windows.count, end > windows[place].window.lowerBound + Self.slack {
            return false
        }
        guard end > (windows.last?.window.upperBound ?? end) - Self.horizon.value else {
            return false
        }
        windows.insert(window, at: place)
        let oldest = windows[windows.count - 1].window.upperBound - Self.horizon.value
        windows.removeAll { $0.window.upperBound <= oldest }
        return true
    }

    /// Another person, or another place on the skin: nothing so far is usual any more.
    public mutating func removeAll() { windows.removeAll(keepingCapacity: true) }
}
