public import Biosignals

/// What breathing may have changed about one heart beat, as an ECG or a PPG shows it.
///
/// Each number is in any unit as long as it stays the same; one that is nil or not finite is taken
/// as missing. From an ECG: the R wave's height over its surroundings, the baseline under it, the
/// QRS slopes' range, the RR interval before it. From a PPG: the pulse's height (AM), its level
/// (BW), the interval from pulse to pulse before it (FM).
public struct BeatModulation: Equatable, Sendable {
    /// When the beat was, on the recording's timeline.
    public var time: Seconds
    public var amplitude: Double
    /// The slow signal under the beat.
    public var level: Double?
    public var slope: Double?
    /// From the beat before to this one; nil where a beat may lie between them.
    public var interval: Seconds?
    /// 0 to 1, as of the beat's fiducial; below `SignalQuality.usableMin` the beat counts as missing.
    public var quality: Double

    public init(
        time: Seconds, amplitude: Double, level: Double? = nil, slope: Double? = nil,
        interval: Seconds? = nil, quality: Double = 1
    ) {
        self.time = time
        self.amplitude = amplitude
        self.level = level
        self.slope = slope
        self.interval = interval
        self.quality = quality
    }
}
