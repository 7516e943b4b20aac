public import Biosignals
import RealModule

/// Beats that did not come from the sinus node, by their time and, where the detector knew it, by their
/// shape. A finding about the series, not about a person's health.
///
/// Input:  RR intervals; gaps break the series, nothing is inferred across one.
/// Output: the index of the interval that ends with each ectopic beat, increasing.
/// Source: see `EctopicModel`.
public struct EctopicBeats: Equatable, Sendable {
    /// Log odds of every interval's ending beat.
    public let logOdds: [Double]
    /// Intervals whose ending beat is held to be ectopic.
    public let indices: [Int]

    /// Above this a beat is held to be ectopic.
    public static let logOddsMin = 0.0
    private static let passes = 4

    public init(of rr: RRIntervals) {
        self.init(of: rr, model: .standard, threshold: Self.logOddsMin)
    }

    init(of rr: RRIntervals, model: EctopicModel, threshold: Double) {
        var odds: [Double] = []
        odds.reserveCapacity(rr.count)
        var start = 0
        while start < rr.count {
            var end = start + 1
            while end < rr.count, rr.followsPrevious[end] { end += 1 }
            odds += Self.judge(
                Array(rr.milliseconds[start..<end]), rr.evidence[start..<end].map { $0?.shape },
                model)
            start = end
        }
        logOdds = odds
        indices = odds.indices.filter { odds[$0] > threshold }
    }

    private static func judge(
        _ rr: [Double], _ shapes: [SIMD8<Float>?], _ model: EctopicModel
    ) -> [Double] {
        let hasShapes = shapes.contains { $0 != nil }
        let blind = SinusLevel(of: rr, model: model)
        var chain = EctopicChain(of: rr, rhythm: blind, shape: nil, model: model)
        for _ in 1..<passes {
            let seen = SinusLevel(
                of: rr, ectopic: chain.logOdds.map { $0 > 0 }, fallback: blind, model: model)
            let votes =
                hasShapes
                ? ShapeVotes(
                    shapes: shapes, chance: chain.logOdds.map { 1 / (1 + Double.exp(-$0)) },
                    model: model
                ).ratios : nil
            chain = EctopicChain(of: rr, rhythm: seen, shape: votes, model: model)
        }
        return chain.logOdds
    }
}
