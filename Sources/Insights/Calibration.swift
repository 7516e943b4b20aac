import RealModule

/// Turns a model's probability into one that comes true as often as it says, and tells what it was
/// fitted on.
///
/// Input:  a raw probability, 0…1. Output: the corrected one, 0…1, rising with the raw one.
/// Source: Platt (1999), Probabilistic outputs for support vector machines; Kull, Silva Filho &
///         Flach (2017), Beyond sigmoids, doi:10.1214/17-EJS1338SI, for the three parameters.
public struct Calibration: Equatable, Sendable {
    public enum Map: Equatable, Sendable {
        /// Log-odds · slope + offset.
        case platt(slope: Double, offset: Double)
        /// a · ln p − b · ln(1 − p) + c.
        case beta(a: Double, b: Double, c: Double)
    }

    /// What the probabilities were worth on cases that had no part in the fit.
    public struct Worth: Equatable, Sendable {
        public let count: Int
        /// Share of the cases that came true, 0…1.
        public let baseRate: Double
        public let brier: Double
        /// 1 − Brier score over that of always saying the base rate.
        public let brierSkill: Double
        /// Expected calibration error over ten bins of equal mass.
        public let calibrationError: Double

        public init(
            count: Int, baseRate: Double, brier: Double, brierSkill: Double,
            calibrationError: Double
        ) {
            self.count = count
            self.baseRate = baseRate
            self.brier = brier
            self.brierSkill = brierSkill
            self.calibrationError = calibrationError
        }
    }

    public let id: String
    public let map: Map
    /// Labelled cases it was fitted on, and how many people or days they came from.
    public let count: Int
    public let subjects: Int
    public let worth: Worth

    /// A share of 1,000 draws cannot tell a probability nearer to 0 or 1 than this.
    public static let least = 0.000_5

    public init(id: String, map: Map, count: Int, subjects: Int, worth: Worth) {
        self.id = id
        self.map = map
        self.count = count
        self.subjects = subjects
        self.worth = worth
    }

    public func apply(_ probability: Double) -> Double {
        guard probability.isFinite else { return 0 }
        let p = max(Self.least, min(1 - Self.least, probability))
        let score =
            switch map {
            case .platt(let slope, let offset): slope * Double.log(p / (1 - p)) + offset
            case .beta(let a, let b, let c): a * Double.log(p) - b * Double.log(1 - p) + c
            }
        return 1 / (1 + Double.exp(-score))
    }
}
