public import Biosignals
import RealModule

/// The last minutes beside what is usual for this person, and what stands in the way of judging
/// them. What could not be measured is nil; nothing is filled in.
///
/// Usual: of the still, usable windows of the last three hours before the look, electrodes settled:
///        the mean of counts and amplitudes, which a stretch of activation among them raises and so
///        makes the comparison stricter, and the median of everything else.
public struct ArousalEvidence: Equatable, Sendable {
    /// From the first minute of the look to its end, seconds since the recording began.
    public let window: Range<Double>
    /// What the usual rests on, seconds since the recording began; nil when it rests on nothing.
    public let usualWindow: Range<Double>?
    /// Minutes of the look.
    public let minutes: ArousalMinutes
    /// Minutes of activity in the look's length before it.
    public let activeMinutesBefore: Double
    /// Still, usable minutes that the usual rests on.
    public let usualSkinMinutes: Double
    public let usualHeartMinutes: Double
    /// Still, usable minutes of skin in the whole history, and responses in them.
    public let responderMinutes: Double
    public let responderCount: Int

    /// Responses in the look.
    public var responseCount = 0
    /// Responses per minute.
    public var responseRate: ArousalMeasure?
    public var usualResponseRate: ArousalMeasure?
    /// Root of the one less root of the other: how far it rose, whatever it was.
    public var rootRateRise: ArousalMeasure?
    /// Amplitudes added up, µS per minute.
    public var amplitude: ArousalMeasure?
    public var usualAmplitude: ArousalMeasure?
    /// Slope of the level less the usual one, as a share of the level, 1/min.
    public var slopeRise: ArousalMeasure?
    /// Middle of that share over the 20 minutes before the look; nil under 10.
    public var drift: Double?
    /// 1/min.
    public var heartRate: ArousalMeasure?
    public var usualHeartRate: ArousalMeasure?
    public var heartRateRise: ArousalMeasure?
    /// Ln RMSSD less the usual one.
    public var lnRMSSDChange: ArousalMeasure?
    /// °C above the usual; nil where it was not measured.
    public var warming: Double?
    /// Of the heart's windows in the look.
    public var heartChannel: ChannelRole?
    /// Whether anybody measured skin in µS, or a heart, within the look at all.
    public var sawSkin = false
    public var sawHeart = false

    /// Nil when there is no window.
    public init?(_ history: ArousalHistory, settings: ArousalSettings = ArousalSettings()) {
        guard let end = history.windows.last?.window.upperBound else { return nil }
        let parts = ArousalParts(history.windows, end: end, settings: settings)
        window = parts.start..<end
        minutes = parts.minutes
        activeMinutesBefore = parts.activeMinutesBefore
        usualSkinMinutes = parts.usualSkin.reduce(0) { $0 + $1.minutes }
        usualHeartMinutes = parts.usualHeart.reduce(0) { $0 + $1.minutes }
        responderMinutes = parts.allSkin.reduce(0) { $0 + $1.minutes }
        responderCount = parts.allSkin.reduce(0) { $0 + ($1.skin?.responses ?? 0) }
        let usual = parts.usualSkin + parts.usualHeart
        usualWindow = usual.map(\.window.lowerBound).min().flatMap { first in
            usual.map(\.window.upperBound).max().map { first..<$0 }
        }
        sawSkin = parts.look.contains { $0.skin != nil }
        sawHeart = parts.look.contains { $0.heart != nil }
        addSkin(parts)
        addHeart(parts)
        warming = Self.warming(parts)
    }
}

/// How the look's minutes were spent.
public struct ArousalMinutes: Equatable, Sendable {
    public internal(set) var still = 0.0
    /// Active, or with a hand that moved.
    public internal(set) var moving = 0.0
    public internal(set) var asleep = 0.0
    public internal(set) var notWorn = 0.0
    public internal(set) var unknown = 0.0
    /// Still and usable.
    public internal(set) var skin = 0.0
    public internal(set) var heart = 0.0

    public init() {}
}
