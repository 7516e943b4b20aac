public import Biosignals

/// What about a minute shows of the skin, the heart and movement. What was not seen is nil.
public struct ArousalWindow: Equatable, Sendable {
    /// What the body did, as far as somebody else judged it.
    public enum State: String, CaseIterable, Sendable {
        /// Awake and not walking about.
        case still
        case active, asleep, notWorn
        /// Nobody saw movement or its absence.
        case unknown
    }

    /// Seconds since the recording began.
    public let window: Range<Double>
    public let state: State
    /// Spread of acceleration, as in `EpochEvidence`.
    public let acceleration: StandardGravity?
    public let skin: ArousalSkin?
    public let heart: ArousalHeart?
    public let skinTemperature: DegreesCelsius?

    /// A number that is not finite counts as not seen.
    public init(
        window: Range<Double>, state: State, acceleration: StandardGravity? = nil,
        skin: ArousalSkin?, heart: ArousalHeart?, skinTemperature: DegreesCelsius? = nil
    ) {
        self.window = window
        self.state = state
        self.acceleration = acceleration.flatMap { $0.value.isFinite ? $0 : nil }
        self.skin = skin
        self.heart = heart
        self.skinTemperature = skinTemperature.flatMap { $0.value.isFinite ? $0 : nil }
    }

    var minutes: Double { (window.upperBound - window.lowerBound) / 60 }
}
