import Biosignals
import HRV

/// Picks a day's resting value from its stream of 5-minute windows.
///
/// Of the windows between nine in the evening before and ten in the morning that are stationary,
/// at least 90 % usable, and whose RMSSD is between 5 and 250 ms, the one with the lowest heart rate;
/// among those within two hours of the person's usual time, if there is one there. The lowest heart
/// rate is what deep rest and a quiet morning sit have in common, it needs no stage of sleep to be
/// known, and it is not chosen by the RMSSD itself; the same time of day keeps the daily rhythm out.
///
/// A session that ends within a night or morning hands what is pending to the next (`pending`,
/// `given`), so that a night in two parts has one value.
///
/// Input:  windows forward in time; one that is not after the last is left out.
/// Output: a day's value once: with the first window after its morning, or at the end of the stream.
/// Memory: two windows.
/// Source: reference practice of one morning or night value a day, Plews et al. (2013),
///         doi:10.1007/s40279-013-0071-8. The hours are round.
/// Differs: many nights of windows have a lower lowest heart rate than a few minutes in the morning:
///          a change of habit is a change of the value.
public struct DayResting: Equatable, Sendable {
    /// Minutes of the local day: the evening before, and the morning.
    public static let opens = 21 * 60
    public static let closes = 10 * 60
    public static let usableMin = 0.9

    /// Where the person's resting value usually lies, minute of the local day; nil while not known.
    public var usualMinute: Int?

    private var day: Int?
    private var last: Int?
    private var nearUsual: RestingWindow?
    private var anywhere: RestingWindow?
    private var candidates = 0
    /// The newest day whose value has been given: no second one is.
    public private(set) var given: Int?

    /// A day that is under way: its best windows so far, and out of how many.
    public struct Pending: Equatable, Sendable {
        public let day: Int
        public let nearUsual: RestingWindow?
        public let anywhere: RestingWindow?
        public let candidates: Int

        public init(
            day: Int, nearUsual: RestingWindow?, anywhere: RestingWindow?, candidates: Int
        ) {
            self.day = day
            self.nearUsual = nearUsual
            self.anywhere = anywhere
            self.candidates = candidates
        }
    }

    /// - Parameters:
    ///   - pending: what an earlier session of the person left unsettled.
    ///   - given: the newest day whose value an earlier session gave.
    public init(usualMinute: Int? = nil, pending: Pending? = nil, given: Int? = nil) {
        self.usualMinute = usualMinute
        self.given = given
        guard let pending, given.map({ pending.day > $0 }) ?? true else { return }
        day = pending.day
        (nearUsual, anywhere) = (pending.nearUsual, pending.anywhere)
        candidates = max(0, pending.candidates)
    }

    public var pending: Pending? {
        day.map {
            Pending(
                day: $0, nearUsual: nearUsual, anywhere: anywhere, candidates: candidates)
        }
    }

    /// What the day's value would be now.
    public var soFar: RestingValue? {
        guard let day, let picked = nearUsual ?? anywhere else { return nil }
        return RestingValue(recoveryDay: day, picked: picked, candidates: candidates)
    }

    /// The value of a day that this window shows to be over.
    public mutating func process(_ window: RestingWindow) -> RestingValue? {
        let place = window.day * 1_440 + window.minute
        if let last, place <= last { return nil }
        last = place
        let now = Self.recoveryDay(window)
        var settled: RestingValue?
        if let day, now.map({ $0 > day }) ?? (window.day >= day) { settled = finish() }
        guard let now, given.map({ now > $0 }) ?? true else { return settled }
        day = now
        guard Self.isCandidate(window) else { return settled }
        candidates += 1
        if isNearUsual(window) { nearUsual = Self.calmer(nearUsual, window) }
        anywhere = Self.calmer(anywhere, window)
        return settled
    }

    /// The value of the day that is under way, which thereby is over.
    public mutating func finish() -> RestingValue? {
        let value = soFar
        if let value { given = value.recoveryDay }
        (day, nearUsual, anywhere, candidates) = (nil, nil, nil, 0)
        return value
    }

    private static func recoveryDay(_ window: RestingWindow) -> Int? {
        recoveryDay(day: window.day, minute: window.minute)
    }

    /// The day whose night or morning a local minute lies in; nil between ten and nine.
    public static func recoveryDay(day: Int, minute: Int) -> Int? {
        if minute >= opens { return day + 1 }
        return minute < closes ? day : nil
    }

    private static func isCandidate(_ window: RestingWindow) -> Bool {
        window.isStationary && window.usable >= usableMin && window.heartRate.value > 0
            && RMSSDBaseline.plausible.contains(window.rmssd.value)
    }

    private func isNearUsual(_ window: RestingWindow) -> Bool {
        guard let usualMinute else { return false }
        let apart = abs(window.minute - usualMinute)
        return min(apart, 1_440 - apart) <= PersonalBaseline.reach
    }

    /// The one with the lower heart rate; of equals the earlier.
    private static func calmer(_ one: RestingWindow?, _ other: RestingWindow) -> RestingWindow {
        guard let one, one.heartRate.value <= other.heartRate.value else { return other }
        return one
    }
}
