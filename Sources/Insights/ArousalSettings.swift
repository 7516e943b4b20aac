public import Biosignals

/// The thresholds of the arousal rule. Those without a source are conventions, argued beside them.
public struct ArousalSettings: Equatable, Sendable {
    public var isOn = true
    /// What is judged together: the usual window of heart rate variability (Task Force 1996,
    /// doi:10.1161/01.CIR.93.5.1043), and long enough for a handful of responses at rest.
    public var look: Seconds = 300
    /// Usable, still share of the look that the skin must have been seen for.
    public var skinShareMin = 0.8
    /// The same of the heart: its rate changes slowly, pulses at the wrist are lost easily.
    public var heartShareMin = 0.6
    /// Least quality share of a window of either channel.
    public var usableMin = SignalQuality.usableMin
    /// Spread of acceleration above which a hand moves enough to press its own electrodes: half of
    /// what a walking wrist is taken to swing by.
    public var accelerationMax: StandardGravity = 0.1
    /// Minutes of activity in the look's length before the look that still show in heart and sweat.
    public var activeBeforeMax = 2.0
    /// After electrodes are put on, the skin under them swells (Boucsein et al. 2012 wait 5 to 15
    /// min): nothing of it is usual yet.
    public var electrodeSettling: Seconds = 600
    /// Still, usable minutes of each channel before anything is usual.
    public var usualMinutesMin = 10.0
    /// Still, usable minutes after which skin without responses is known to tell nothing.
    public var responderMinutesMin = 30.0
    /// Fewer responses in a minute than this, over that time, are none: about one person in ten
    /// shows next to none (Boucsein 2012; Dawson et al. 2016).
    public var responderRateMin: PerMinute = 0.1
    /// Rise of the skin's temperature above the usual that warmth explains.
    public var warmingMax: DegreesCelsius = 0.5
    /// A level that had risen by so much of itself in a minute, in the middle of the 20 minutes
    /// before the look, drifts: warmth, or electrodes that still settle.
    public var driftMax = 0.02
    /// Below this the model is not sure enough for a sentence.
    public var probabilityMin = 0.8

    public init() {}
}
