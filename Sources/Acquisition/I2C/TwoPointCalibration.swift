public import Biosignals

/// Counts to skin conductance, from two readings with known resistors in place of the skin.
///
/// Without it, counts stay counts. It holds for one board with its trimmer untouched and one
/// supply voltage.
public struct TwoPointCalibration: Equatable, Sendable {
    /// How the circuit turns the skin's resistance into counts.
    public enum Circuit: Equatable, Sendable {
        /// Counts grow linearly with conductance: a current measured at a constant voltage.
        case constantVoltage
        /// The skin is the lower arm of a divider: counts grow linearly with R / (series + R), so
        /// two resistors fix the supply and the trimmer, and the curve between them is exact. The
        /// tinyGSR has 200 kΩ.
        case divider(seriesKiloohms: Double)

        public static let tinyGSR = Circuit.divider(seriesKiloohms: 200)
    }

    public struct Reading: Equatable, Sendable {
        public let kiloohms: Double
        /// The mean of some seconds.
        public let counts: Double

        public init(kiloohms: Double, counts: Double) {
            self.kiloohms = kiloohms
            self.counts = counts
        }
    }

    /// Below that, half a count of rounding at each end is more than 5 % of the slope.
    public static let countsApartMin = 20.0

    public let circuit: Circuit
    public let first: Reading
    public let second: Reading
    /// The converter's codes; the two ends and what is beyond them have no conductance.
    public let codes: ClosedRange<Int>
    private let slope: Double
    private let offset: Double

    /// - Throws: `CalibrationError`, with what to do.
    public init(
        _ first: Reading, _ second: Reading, circuit: Circuit = .tinyGSR,
        codes: ClosedRange<Int> = TLA2022.codes
    ) throws(CalibrationError) {
        for reading in [first, second] {
            guard (1...10_000).contains(reading.kiloohms) else {
                throw .notAResistor(kiloohms: reading.kiloohms)
            }
            guard Self.isInside(reading.counts, codes) else {
                throw .saturated(counts: reading.counts)
            }
        }
        let ratio = first.kiloohms / second.kiloohms
        guard max(ratio, 1 / ratio) >= 1.5 else { throw .sameResistor(kiloohms: first.kiloohms) }
        guard abs(first.counts - second.counts) >= Self.countsApartMin else {
            throw .tooClose(counts: first.counts, and: second.counts)
        }
        if case .divider(let series) = circuit {
            guard series.isFinite, series > 0 else { throw .notThisCircuit }
        }
        let (a, b) = (Self.drive(first.kiloohms, circuit), Self.drive(second.kiloohms, circuit))
        slope = (second.counts - first.counts) / (b - a)
        offset = first.counts - slope * a
        self.circuit = circuit
        self.codes = codes
        (self.first, self.second) = (first, second)
    }

    /// - Returns: nil where there is no such conductance: at an end of the converter's range, or
    ///   beyond what the circuit can give.
    public func conductance(_ counts: Double) -> Microsiemens? {
        guard Self.isInside(counts, codes) else { return nil }
        let drive = (counts - offset) / slope
        switch circuit {
        case .constantVoltage: return drive >= 0 ? Microsiemens(drive) : nil
        case .divider(let series):
            // R = series · x / (1 − x), and 1,000 / kΩ = µS. An open circuit is x = 1: 0 µS.
            guard drive > 0, drive <= 1 else { return nil }
            return Microsiemens(1_000 * (1 - drive) / (series * drive))
        }
    }

    /// What the counts are linear in.
    private static func drive(_ kiloohms: Double, _ circuit: Circuit) -> Double {
        switch circuit {
        case .constantVoltage: 1_000 / kiloohms
        case .divider(let series): kiloohms / (series + kiloohms)
        }
    }

    private static func isInside(_ counts: Double, _ codes: ClosedRange<Int>) -> Bool {
        counts > Double(codes.lowerBound) + 1 && counts < Double(codes.upperBound)
    }
}
