/// A finding, with what it rests on.
public struct PageInsight: Equatable, Sendable {
    /// Of its event, as `explain` takes it.
    public let id: String
    public let kind: String
    public let at: Double
    /// UTC
    public let time: String?
    public let text: String
    public let reason: String
    /// The family's flat form, a line each.
    public let brief: [String]?
    public let confidence: Double
    public let confidenceKind: String
    public let why: [String]
    public let wouldChangeIf: [String]
    public let limits: [String]

    public init(
        id: String, kind: String, at: Double, time: String?, text: String, reason: String,
        brief: [String]?, confidence: Double, confidenceKind: String, why: [String],
        wouldChangeIf: [String], limits: [String]
    ) {
        self.id = id
        self.kind = kind
        self.at = at
        self.time = time
        self.text = text
        self.reason = reason
        self.brief = brief
        self.confidence = confidence
        self.confidenceKind = confidenceKind
        self.why = why
        self.wouldChangeIf = wouldChangeIf
        self.limits = limits
    }
}

/// How things stand: board, battery, loss, clock, broker.
public struct PageStatus: Equatable, Sendable {
    public enum Device: String, Sendable { case connected, searching, silent, replaying, ended }

    /// How losses are known, and with that what it means that there is none.
    public enum LossKnowledge: String, Sendable {
        /// Nothing has come yet that could have been lost.
        case unknown
        /// Every board numbers what it sends: none is none.
        case proven
        /// From the timing of what came: none was noticed, more cannot be said.
        case inferred
        /// A recording: what it marks as missing.
        case marked
    }

    public var device: Device
    public var deviceText: String
    public var batteryPercent: Double?
    public var lostSamples = 0
    public var lostPercent = 0.0
    public var lossKnowledge = LossKnowledge.unknown
    public var isClockSynced = false
    public var clockErrorMilliseconds: Double?
    /// UTC
    public var clockTime: String?
    public var broker: (state: String, text: String)?
    public var position = 0.0
    public var duration: Double?
    /// Seconds up to which a replay goes by at once, before anything is shown; nil: it is shown.
    public var catchingUpTo: Double?

    public init(device: Device, deviceText: String) {
        self.device = device
        self.deviceText = deviceText
    }

    public static func == (one: Self, other: Self) -> Bool {
        one.device == other.device && one.deviceText == other.deviceText
            && one.batteryPercent == other.batteryPercent && one.lostSamples == other.lostSamples
            && one.lostPercent == other.lostPercent && one.lossKnowledge == other.lossKnowledge
            && one.isClockSynced == other.isClockSynced
            && one.clockErrorMilliseconds == other.clockErrorMilliseconds
            && one.clockTime == other.clockTime && one.broker?.state == other.broker?.state
            && one.broker?.text == other.broker?.text && one.position == other.position
            && one.duration == other.duration && one.catchingUpTo == other.catchingUpTo
    }
}
