public import Biosignals
import RealModule

/// Beats that did not come from the sinus node, by their time and, where the detector knew it, by their
/// shape. A finding about the series, not about a person's health.
///
/// Input:  RR intervals, with the shapes of the beats in their evidence or without; gaps break the
///         series, nothing is inferred across one.
/// Output: the index of the interval that ends with each ectopic beat, increasing.
/// A chain of hidden states reads the intervals against the sinus rhythm around them; that rhythm is then
/// measured again without the beats found, four times in all. Beats that look alike vote for one another.
/// Time:   linear in the number of beats.
/// Limits: in a rhythm without a rhythm (`RhythmRegularity`) what is early means nothing: many beats are
///         named there, and none of it should be used. Ectopic beats that come in time and look normal,
///         and long escape rhythms, are not found.
/// Source: see `EctopicModel`.
public struct EctopicBeats: Equatable, Sendable {
    /// Log odds of every interval's ending beat.
    public let logOdds: [Double]
    /// Intervals whose ending beat is held to be ectopic.
    public let indices: [Int]

    /// Above this a beat is held to be ectopic.
    public static let logOddsMin = 0.0
    private static let passes = 4

    /// - Parameter logOddsMin: a higher one names fewer beats, and fewer normal ones.
    public init(of rr: RRIntervals, logOddsMin: Double = Self.logOddsMin) {
        self.init(of: rr, model: .standard, threshold: logOddsMin)
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
        var last: [Bool] = []
        for _ in 1..<passes {
            let ectopic = chain.logOdds.map { $0 > 0 }
            // The same beats give the same rhythm, and without shapes the same chain.
            if !hasShapes, ectopic == last { break }
            last = ectopic
            let seen = SinusLevel(of: rr, ectopic: ectopic, fallback: blind, model: model)
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
