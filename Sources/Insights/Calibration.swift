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

    /// What a bout's unrest takes from the log-odds, and what it is in the mean of the cases: such a
    /// bout's probability stays as it is, and so does that of a bout without evidence of it.
    public struct Unrest: Equatable, Sendable {
        /// Log-odds for each 1/min of `BoutUnrest.heartRate`, and for each unit of `sway`.
        public let heartRateWeight: Double
        public let swayWeight: Double
        public let usual: BoutUnrest

        /// Where the cases' values end.
        static let heartRateMax = 20.0
        static let swayMax = 0.9

        public init(heartRateWeight: Double, swayWeight: Double, usual: BoutUnrest) {
            self.heartRateWeight = heartRateWeight
            self.swayWeight = swayWeight
            self.usual = usual
        }

        /// Values as far as the cases went, and the usual one where there is none.
        public func bounded(_ unrest: BoutUnrest) -> BoutUnrest {
            func bounded(_ value: Double?, _ most: Double, _ usual: Double?) -> Double? {
                value.map { max(0, min(most, $0)) } ?? usual
            }
            return BoutUnrest(
                heartRate: bounded(unrest.heartRate, Self.heartRateMax, usual.heartRate),
                sway: bounded(unrest.sway, Self.swayMax, usual.sway))
        }

        func logOdds(_ unrest: BoutUnrest) -> Double {
            let found = bounded(unrest)
            return heartRateWeight * ((found.heartRate ?? 0) - (usual.heartRate ?? 0))
                + swayWeight * ((found.sway ?? 0) - (usual.sway ?? 0))
        }
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
    /// Nil where it has no part.
    public let unrest: Unrest?
    /// Labelled cases it was fitted on, and how many people or days they came from.
    public let count: Int
    public let subjects: Int
    public let worth: Worth

    /// A share of 1,000 draws cannot tell a probability nearer to 0 or 1 than this.
    public static let least = 0.000_5

    public init(
        id: String, map: Map, unrest: Unrest? = nil, count: Int, subjects: Int, worth: Worth
    ) {
        self.id = id
        self.map = map
        self.unrest = unrest
        self.count = count
        self.subjects = subjects
        self.worth = worth
    }

    public func apply(_ probability: Double, unrest found: BoutUnrest = BoutUnrest()) -> Double {
        guard probability.isFinite else { return 0 }
        let p = max(Self.least, min(1 - Self.least, probability))
        let moved = unrest?.logOdds(found) ?? 0
        let score =
            switch map {
            case .platt(let slope, let offset): slope * Double.log(p / (1 - p)) + offset
            case .beta(let a, let b, let c): a * Double.log(p) - b * Double.log(1 - p) + c
            }
        return 1 / (1 + Double.exp(-score - moved))
    }
}
