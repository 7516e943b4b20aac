public import Biosignals

/// One measure of a panel, with the way it was computed.
public struct HRVMeasure: Equatable, Sendable {
    public let name: HRVMeasureName
    public let unit: String
    public let estimate: Estimate<Double>
    /// One-line method card.
    public let method: String

    public init(
        name: HRVMeasureName, unit: String, estimate: Estimate<Double>, method: String
    ) {
        self.name = name
        self.unit = unit
        self.estimate = estimate
        self.method = method
    }
}
