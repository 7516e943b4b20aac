import Biosignals
import EventContract
import Foundation

/// The clock on the wall of the person, for a session's own seconds.
struct LocalClock: Equatable, Sendable {
    private let origin: UTCTime
    private let zone: TimeZone
    /// A recording that does not say when it began has no time of day.
    let isKnown: Bool

    init(origin: UTCTime, zone: TimeZone, isKnown: Bool) {
        self.origin = origin
        self.zone = zone
        self.isKnown = isKnown
    }

    static let unknown = LocalClock(origin: .epoch, zone: .gmt, isKnown: false)

    /// Seconds after local midnight, 0…86,400.
    func secondsOfDay(at seconds: Double) -> Double? {
        guard isKnown, seconds.isFinite else { return nil }
        let utc = Double(origin.millisecondsSince1970) / 1_000 + seconds
        let local = utc + Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: utc)))
        let rest = local.truncatingRemainder(dividingBy: 86_400)
        return rest < 0 ? rest + 86_400 : rest
    }

    /// Local days since 1970-01-01, and minute of that day.
    func dayAndMinute(at seconds: Double) -> (day: Int, minute: Int)? {
        guard let inDay = secondsOfDay(at: seconds) else { return nil }
        let utc = Double(origin.millisecondsSince1970) / 1_000 + seconds
        let local = utc + Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: utc)))
        return (Int(((local - inDay) / 86_400).rounded()), min(1_439, Int(inDay / 60)))
    }

    /// Seconds since 1970, whether or not anybody vouches for them.
    func utc(at seconds: Double) -> Double {
        Double(origin.millisecondsSince1970) / 1_000 + seconds
    }

    /// The session's second at which the local day began.
    func dayStart(at seconds: Double) -> Double? {
        guard isKnown, seconds.isFinite else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let start = calendar.startOfDay(for: Date(timeIntervalSince1970: utc(at: seconds)))
        return start.timeIntervalSince1970 - utc(at: 0)
    }
}
