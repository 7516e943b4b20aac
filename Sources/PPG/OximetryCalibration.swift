/// From the ratio of ratios to an oxygen saturation, by readings of a reference oximeter.
///
/// One reference shifts the textbook line 110 − 25 R; two make a line of their own; three and more
/// the least-squares parabola. What of a parabola rises again towards small ratios is cut off at
/// its top, because saturation only falls with the ratio.
/// Source: Webster (ed.), Design of Pulse Oximeters (1997), chapter 10; the parabola as in Maxim's
///         reference design RD117, whose curve −45.06 R² + 30.354 R + 94.845 turns at R = 0.337.
public struct OximetryCalibration: Sendable, Equatable {
    public struct Reference: Sendable, Equatable {
        public var ratio: Double
        /// What the reference said, %.
        public var saturationPercent: Double

        public init(ratio: Double, saturationPercent: Double) {
            self.ratio = ratio
            self.saturationPercent = saturationPercent
        }
    }

    public enum Failure: Error, Equatable, CustomStringConvertible {
        case noReference
        case impossibleReference(index: Int)
        case notFalling

        public var description: String {
            switch self {
            case .noReference: "Cannot calibrate oximetry: there is no reference reading."
            case .impossibleReference(let index):
                """
                Cannot calibrate oximetry: reference \(index + 1) is not a ratio between 0.2 and 3 \
                with a saturation of 50 to 100 %. Take it again.
                """
            case .notFalling:
                """
                Cannot calibrate oximetry: saturation does not fall with the ratio in these \
                references. Take them further apart.
                """
            }
        }
    }

    /// No oximeter is claimed to be right below (ISO 80601-2-61).
    static let percentMin = 70.0

    private let constant: Double
    private let linear: Double
    private let square: Double

    public init(references: [Reference]) throws(Failure) {
        for (index, reference) in references.enumerated() {
            guard (0.2...3).contains(reference.ratio),
                (50...100).contains(reference.saturationPercent)
            else { throw .impossibleReference(index: index) }
        }
        guard let first = references.first else { throw .noReference }
        if references.count == 1 {
            (constant, linear, square) = (first.saturationPercent + 25 * first.ratio, -25, 0)
            return
        }
        let degree = references.count == 2 ? 1 : 2
        guard let fit = Self.fit(references, degree: degree) else { throw .notFalling }
        (constant, linear, square) = fit
        // It has to fall over what was seen, but for what lies beyond the turn of a true parabola.
        let ratios = references.map(\.ratio)
        let (low, high) = (ratios.min() ?? 0, ratios.max() ?? 0)
        let isFalling = { (ratio: Double) in fit.linear + 2 * fit.square * ratio < 0 }
        guard isFalling(high), fit.square <= 0 || isFalling(low) else { throw .notFalling }
    }

    /// %, at most 100; nil below 70 %, and for a ratio that is none.
    public func saturationPercent(atRatio ratio: Double) -> Double? {
        guard ratio.isFinite, ratio > 0 else { return nil }
        let turn = square == 0 ? nil : -linear / (2 * square)
        var place = ratio
        if let turn { place = square < 0 ? max(ratio, turn) : min(ratio, turn) }
        let percent = constant + place * (linear + place * square)
        return percent >= Self.percentMin ? min(100, percent) : nil
    }

    /// Least squares by normal equations about the mean ratio; nil if the ratios are too few apart.
    private static func fit(
        _ references: [Reference], degree: Int
    ) -> (constant: Double, linear: Double, square: Double)? {
        let count = Double(references.count)
        let middle = references.reduce(0) { $0 + $1.ratio } / count
        let mean = references.reduce(0) { $0 + $1.saturationPercent } / count
        var (two, three, four, first, second) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for reference in references {
            let (x, y) = (reference.ratio - middle, reference.saturationPercent - mean)
            two += x * x
            three += x * x * x
            four += x * x * x * x
            first += x * y
            second += x * x * y
        }
        guard two > 1e-4 else { return nil }
        var (slope, bend) = (first / two, 0.0)
        let spread = four - two * two / count - three * three / two
        if degree == 2, spread > 1e-9 {
            bend = (second - three * first / two) / spread
            slope = (first - bend * three) / two
        }
        let level = mean - bend * two / count
        return (
            level - slope * middle + bend * middle * middle, slope - 2 * bend * middle, bend
        )
    }
}
