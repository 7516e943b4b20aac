import RealModule

/// The time-domain measures that can be kept up to date beat by beat, at one moment.
///
/// Defined as in `TimeDomain` and `PoincarePlot`; nil where there are too few values to divide by.
/// ms unless said otherwise.
public struct TimeDomainMeasures: Equatable, Sendable {
    /// NN intervals.
    public let count: Int
    /// Differences of truly adjacent ones.
    public let differenceCount: Int
    public let meanNN: Double?
    public let sdnn: Double?
    public let rmssd: Double?
    public let sdsd: Double?
    /// Differences strictly over 50 ms.
    public let nn50: Int
    /// Their share of the differences, %.
    public let pNN50: Double?
    /// The same for 20 ms, %.
    public let pNN20: Double?
    public let sd1: Double?
    public let sd2: Double?

    init(_ sums: IntervalSums) {
        func percent(_ part: Int) -> Double? {
            sums.pairCount > 0 ? 100 * Double(part) / Double(sums.pairCount) : nil
        }
        count = sums.count
        differenceCount = sums.pairCount
        meanNN = sums.mean
        sdnn = sums.sdnn
        rmssd = sums.rmssd
        sdsd = sums.sdsd
        nn50 = sums.over50
        pNN50 = percent(sums.over50)
        pNN20 = percent(sums.over20)
        sd1 = sums.sdsd.map { $0 / 2.0.squareRoot() }
        sd2 = sums.pairDeviation.map { $0 / 2.0.squareRoot() }
    }

    /// 60,000 / meanNN, 1/min.
    public var heartRate: Double? { meanNN.map { 60_000 / $0 } }
    /// Natural logarithm of RMSSD in ms; nil of a rhythm without any difference.
    public var lnRMSSD: Double? { rmssd.flatMap { $0 > 0 ? Double.log($0) : nil } }
}
