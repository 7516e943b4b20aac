public import Biosignals

/// One measure of a panel, with the way it was computed.
public struct HRVMeasure: Equatable, Sendable {
    public let name: HRVMeasureName
    public let unit: String
    public let estimate: Estimate<Double>
    /// 95 % interval, in the measure's unit: of a window under five minutes, where the measure of the
    /// five minutes around it lies; of a longer one, where the mean of many such windows under the same
    /// conditions lies. Nil where no error model exists or there is no value.
    public let interval95: ClosedRange<Double>?
    /// One-line method card.
    public let method: String
    /// What the measure would be of a heart as regular as a clock, by the error of the beats' times
    /// alone, in its unit; nil where that error is not known or the measure's is not.
    public let noiseFloor: Double?

    public init(
        name: HRVMeasureName, unit: String, estimate: Estimate<Double>, method: String,
        noiseFloor: Double? = nil, interval95: ClosedRange<Double>? = nil
    ) {
        self.name = name
        self.unit = unit
        self.estimate = estimate
        self.method = method
        self.noiseFloor = noiseFloor
        self.interval95 = interval95
    }
}
