public import Acquisition
public import Dashboard
import Biosignals

/// How fast the time of a recording passes.
public enum ReplaySpeed: Equatable, Sendable {
    case max
    /// 1 is real time.
    case times(Double)

    /// Whether it is slow enough for somebody to watch each beat.
    var isForWatching: Bool { if case .times(let factor) = self { factor <= 4 } else { false } }

    /// Seconds of signal in a second; nil: as fast as it can be.
    var factor: Double? { if case .times(let factor) = self { factor } else { nil } }

    /// `max`, `realtime`, or a number from 0.001 to 10⁹ with an `x`, such as `10x`.
    public init?(parsing text: String) {
        switch text {
        case "max": self = .max
        case "realtime": self = .times(1)
        default:
            guard text.hasSuffix("x"), let factor = Double(text.dropLast()),
                (1e-3...1e9).contains(factor)
            else { return nil }
            self = .times(factor)
        }
    }
}

public struct ReplayOptions: Sendable {
    public var reading = RecordingOptions()
    public var speed = ReplaySpeed.max
    /// Whose recordings these are. Only a keyed hash of it leaves the program.
    public var person = "default"
    /// The agent's name in subjects and streams.
    public var agent = "healthypi"
    /// What is said when, and over which windows.
    public var session = SessionPipeline.Settings()
    /// The zone of the person's clock, such as `Europe/Berlin`. Recordings state UTC, or mean the
    /// clock on the wall where they were made, which is the same here.
    public var timeZone = "GMT"
    /// What other agents said meanwhile; nil: what the agent left beside the recording, if it did.
    public var context: ContextInput?
    /// Derives identifiers and every draw from this number and the recordings.
    public var seed: UInt64?
    /// Who is shown the replay; nil: nobody.
    public var page: PageFeed?
    /// Seconds of signal that go by at once before it is shown at its speed.
    public var pageFrom = 0.0
    /// A demonstration: every event says so, and the page.
    public var isDemo = false
    /// Told of every event that was stored, in a line without what was measured.
    public var audit: (@Sendable (String) -> Void)?

    public init() {}
}

/// How far a replay has come.
public struct ReplayProgress: Sendable {
    public let name: String
    /// Seconds of signal replayed.
    public let seconds: Double
    /// Seconds the recording promises, if it does.
    public let secondsTotal: Double?
    /// Seconds of signal that are to pass in a second; nil: as many as can be.
    public let speed: Double?
    /// Of the last minute, 1/min; nil without an ECG.
    public let heartRate: Double?
    /// Of the last five minutes, ms; nil until they are full.
    public let rmssd: Double?

    public init(
        name: String, seconds: Double, secondsTotal: Double?, speed: Double? = nil,
        heartRate: Double? = nil, rmssd: Double? = nil
    ) {
        self.name = name
        self.seconds = seconds
        self.secondsTotal = secondsTotal
        self.speed = speed
        self.heartRate = heartRate
        self.rmssd = rmssd
    }
}
