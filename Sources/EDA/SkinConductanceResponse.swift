public import Biosignals

/// One skin conductance response (SCR): where it began, how high and how fast it rose, and how long
/// it took to fall back by half.
public struct SkinConductanceResponse: Equatable, Sendable {
    /// In samples of the input from the first sample of the stream, fraction included.
    public let onset: Double
    /// In samples of the input from the first sample of the stream, fraction included.
    public let peak: Double
    /// Height of the peak over where the signal would be without this response: the level at the
    /// onset for one that stands alone. At least the processor's minimum.
    public let amplitude: Microsiemens
    /// Onset to peak.
    public let rise: Seconds
    /// Peak to the moment half of the amplitude was lost. Live nil if the next response came
    /// first, if it took longer than the processor waits, or if the stream ended.
    public let halfRecovery: Seconds?
    /// 0 (do not use) to 1.
    public let quality: Double

    public init(
        onset: Double, peak: Double, amplitude: Microsiemens, rise: Seconds,
        halfRecovery: Seconds?, quality: Double
    ) {
        self.onset = onset
        self.peak = peak
        self.amplitude = amplitude
        self.rise = rise
        self.halfRecovery = halfRecovery
        self.quality = quality
    }
}
