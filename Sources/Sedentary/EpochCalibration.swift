import RealModule

/// Turns the filter's odds of stationary over active into a probability that comes true as often as
/// it says: Platt's two numbers, fitted to scores of people left out.
public struct EpochCalibration: Equatable, Sendable {
    public let id: String
    public let slope: Double
    public let offset: Double

    public init(id: String, slope: Double, offset: Double) {
        self.id = id
        self.slope = slope
        self.offset = offset
    }

    /// Epochs judged from the ECG.
    public static let ecg = EpochCalibration(id: "ecg-1", slope: 0.9, offset: 0)
    /// Minutes with steps.
    public static let steps = EpochCalibration(id: "steps-1", slope: 1, offset: 0)
    /// Evidence without a labelled set; not calibrated.
    public static let none = EpochCalibration(id: "uncalibrated-model", slope: 1, offset: 0)

    func probability(logOdds: Double) -> Double {
        1 / (1 + Double.exp(-(slope * logOdds + offset)))
    }
}
