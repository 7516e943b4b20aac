import RealModule

/// What is not known, drawn together: many equally likely versions of the hours behind an insight.
///
/// Input:  one column of draws for each quantity, the same draw at the same place in all of them.
/// Output: the probability that several statements hold at once, as the share of the draws in which
///         they do; the same for the same generator.
/// Source: Metropolis & Ulam (1949), doi:10.1080/01621459.1949.10483310; the bounds: Fréchet (1951).
public struct JointDraws: Equatable, Sendable {
    public static let countStandard = 1_000

    public let count: Int
    private(set) var columns: [String: [Double]] = [:]

    public init(count: Int = Self.countStandard) {
        precondition(count > 0, "Draws are counted: \(count).")
        self.count = count
    }

    /// The draws of a quantity; nil if nobody drew it.
    public subscript(quantity: String) -> [Double]? { columns[quantity] }

    /// - Precondition: one value for each draw.
    public mutating func set(_ quantity: String, _ values: [Double]) {
        precondition(values.count == count, "A draw has one value of \(quantity).")
        columns[quantity] = values
    }

    /// A measured value with its 95 % interval, either side of it normal with its own spread.
    public mutating func drawInterval(
        _ quantity: String, value: Double, interval95: ClosedRange<Double>,
        using generator: inout some RandomNumberGenerator
    ) {
        let below = max(0, value - interval95.lowerBound) / Self.z95
        let above = max(0, interval95.upperBound - value) / Self.z95
        set(
            quantity,
            (0..<count).map { _ in
                let z = Self.normal(&generator)
                return value + z * (z < 0 ? below : above)
            })
    }

    /// A count of steps: the counter is off by a share of it that is the same for all of them.
    public mutating func drawSteps(
        _ quantity: String, counted: Double, using generator: inout some RandomNumberGenerator
    ) {
        set(
            quantity,
            (0..<count).map { _ in
                max(0, counted * (1 + Self.stepError * Self.normal(&generator)))
            })
    }

    /// Something that is so or not: 1 or 0.
    public mutating func drawTruth(
        _ quantity: String, probability: Double, using generator: inout some RandomNumberGenerator
    ) {
        set(
            quantity,
            (0..<count).map { _ in
                Double.random(in: 0..<1, using: &generator) < probability ? 1 : 0
            })
    }

    /// The probability that all statements hold; nil if one is about a quantity that was not drawn.
    public func probability(
        _ statements: [(quantity: String, holds: (Double) -> Bool)]
    ) -> Double? {
        guard let every = holdsEvery(statements) else { return nil }
        return Double(every.count { $0 }) / Double(count)
    }

    /// Draw by draw whether all statements hold.
    private func holdsEvery(
        _ statements: [(quantity: String, holds: (Double) -> Bool)]
    ) -> [Bool]? {
        var every = Array(repeating: true, count: count)
        for statement in statements {
            guard let values = columns[statement.quantity] else { return nil }
            for (place, value) in values.enumerated() where !statement.holds(value) {
                every[place] = false
            }
        }
        return every
    }

    /// Between these lies the probability that all are true, whatever they have to do with each other.
    public static func bounds(of probabilities: [Double]) -> ClosedRange<Double> {
        let most = probabilities.min() ?? 1
        let least = probabilities.reduce(0, +) - Double(probabilities.count - 1)
        return min(max(0, least), most)...most
    }

    /// Two-sided 95 % of the normal distribution.
    static let z95 = 1.959_964
    /// Standard deviation of a counter's error as a share of the count. Assumed from Case et al.
    /// (2015), doi:10.1001/jama.2014.17841: telephones were off by −6.7 to 6.2 % in the mean.
    static let stepError = 0.07

    /// Box & Muller (1958), doi:10.1214/aoms/1177706645.
    static func normal(_ generator: inout some RandomNumberGenerator) -> Double {
        let radius = (-2 * Double.log(1 - Double.random(in: 0..<1, using: &generator))).squareRoot()
        return radius * Double.cos(2 * .pi * Double.random(in: 0..<1, using: &generator))
    }
}
