public import Biosignals

/// What `PulseOximetry` can say now. Not for diagnosis: see `isCalibrated`.
public struct OximetryReading: Sendable, Equatable {
    /// R = (AC / DC of red) / (AC / DC of infrared), median of the accepted beats.
    public var ratio: Estimate<Double>
    /// Oxygen saturation, %; unavailable without a calibration of this very sensor.
    public var saturationPercent: Estimate<Double>
    /// Perfusion index of either light, %, median of the accepted beats.
    public var redPerfusionPercent: Estimate<Double>
    public var infraredPerfusionPercent: Estimate<Double>
    /// Beats of the last 15 s that were accepted.
    public var beats: Int
    /// Whether the saturation rests on readings of a reference oximeter. If not, there is none.
    public var isCalibrated: Bool
}
