public import Biosignals

/// What a stretch of a minute or so shows about movement. Missing evidence stays missing: nil says
/// nothing, for either side.
public struct EpochEvidence: Equatable, Sendable {
    /// Share of the epoch's seconds with a usable signal, 0…1.
    public var usable: Double
    /// Share of the epoch's seconds in which the electrodes or the sensor had no contact, 0…1.
    public var contactLost: Double
    /// Motion in the ECG: natural logarithm of the residual's RMS over the height of the beats,
    /// median over the epoch's seconds. Free of the ECG's unit and gain.
    public var motionLogRatio: Double?
    /// Rate of good beats, known even where most seconds are not usable: five good beats are life.
    public var heartRate: PerMinute?
    /// Spread of acceleration: middle over the seconds of the root of the axes' summed variances.
    public var acceleration: StandardGravity?
    /// What the mean beat leaves at 4–8 Hz over what it leaves at 25–40 Hz (`MotionBands`), natural
    /// logarithm, median over the epoch's seconds: steps shake electrodes slowly, arms tense fast.
    public var swayLogRatio: Double?
    /// The residual at 15–25 Hz between beats over the height of the beats, natural logarithm.
    public var muscleLogRatio: Double?
    /// Share of the seconds in which the pulse wave was spoilt by motion, 0…1.
    public var pulseMotion: Double?
    /// Lasting steps of the impedance baseline (`BaselineStepFinder`): changes of posture.
    public var postureSteps: Int?
    /// Whether the heart rate rose and fell back as it does on standing up (`StandingFinder`).
    public var stoodUp: Bool?
    /// Share of the seconds in which the board's own motion bit was set, 0…1.
    public var motionBit: Double?
    /// Steps per minute. Only where what was counted covers the whole epoch.
    public var steps: PerMinute?
    /// What somebody else said about sleep, from `health.context.sleep`.
    public var isAsleep: Bool?
    /// Time of day in hours after local midnight, 0…24. Without it nobody is guessed asleep.
    public var localHour: Double?
    /// Where posture is evidenced; nothing here evidences it.
    public var posture: Posture

    public init(
        usable: Double, contactLost: Double, motionLogRatio: Double? = nil,
        heartRate: PerMinute? = nil, acceleration: StandardGravity? = nil,
        swayLogRatio: Double? = nil, muscleLogRatio: Double? = nil, pulseMotion: Double? = nil,
        postureSteps: Int? = nil, stoodUp: Bool? = nil, motionBit: Double? = nil,
        steps: PerMinute? = nil, isAsleep: Bool? = nil, localHour: Double? = nil,
        posture: Posture = .unknown
    ) {
        self.usable = usable
        self.contactLost = contactLost
        self.motionLogRatio = motionLogRatio
        self.heartRate = heartRate
        self.acceleration = acceleration
        self.swayLogRatio = swayLogRatio
        self.muscleLogRatio = muscleLogRatio
        self.pulseMotion = pulseMotion
        self.postureSteps = postureSteps
        self.stoodUp = stoodUp
        self.motionBit = motionBit
        self.steps = steps
        self.isAsleep = isAsleep
        self.localHour = localHour
        self.posture = posture
    }
}
