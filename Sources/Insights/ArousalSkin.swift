/// What about a minute of skin conductance came to. Only for a channel in µS: in counts an
/// amplitude cannot be told from noise.
public struct ArousalSkin: Equatable, Sendable {
    /// Share of the window's seconds with a usable signal, 0…1.
    public let usable: Double
    /// Responses whose onset lies in the window.
    public let responses: Int
    /// Their amplitudes added up, µS.
    public let amplitudeSum: Double
    /// The squares of their amplitudes added up, µS².
    public let amplitudeSquares: Double
    /// Mean tonic level, µS; nil if none is known.
    public let level: Double?
    /// Its least-squares slope, µS/min; nil where the level is known in too few seconds.
    public let levelSlope: Double?

    static let secondsMinForSlope = 20

    /// - Parameters:
    ///   - usable: share of the window's seconds with a usable signal; not finite counts as none.
    ///   - amplitudes: of the usable responses whose onset lies in the window, µS.
    ///   - levels: the tonic level of the window's seconds, µS, in any order.
    public init(
        usable: Double, amplitudes: [Double], levels: [(second: Int, microsiemens: Double)]
    ) {
        let heights = amplitudes.filter { $0.isFinite && $0 > 0 }.sorted()
        let known = levels.filter { $0.microsiemens.isFinite && $0.microsiemens > 0 }
            .sorted { ($0.second, $0.microsiemens) < ($1.second, $1.microsiemens) }
        self.usable = usable.isFinite ? max(0, min(1, usable)) : 0
        responses = heights.count
        amplitudeSum = heights.reduce(0, +)
        amplitudeSquares = heights.reduce(0) { $0 + $1 * $1 }
        level =
            known.isEmpty
            ? nil : known.reduce(0) { $0 + $1.microsiemens } / Double(known.count)
        levelSlope = level.flatMap { Self.slopePerMinute(known, mean: $0) }
    }

    /// As it was kept; nil of what cannot have been seen.
    public init?(
        usable: Double, responses: Int, amplitudeSum: Double, amplitudeSquares: Double,
        level: Double?, levelSlope: Double?
    ) {
        let all = [usable, amplitudeSum, amplitudeSquares] + [level, levelSlope].compactMap { $0 }
        guard all.allSatisfy(\.isFinite), (0...1).contains(usable), responses >= 0,
            amplitudeSum >= 0, amplitudeSquares >= 0
        else { return nil }
        self.usable = usable
        self.responses = responses
        self.amplitudeSum = amplitudeSum
        self.amplitudeSquares = amplitudeSquares
        self.level = level
        self.levelSlope = levelSlope
    }

    /// Slope as a share of the level, 1/min: a step of conductance means less on a high level.
    var relativeSlope: Double? {
        guard let level, let levelSlope, level > 0 else { return nil }
        return levelSlope / level
    }

    private static func slopePerMinute(
        _ levels: [(second: Int, microsiemens: Double)], mean: Double
    ) -> Double? {
        guard levels.count >= secondsMinForSlope, let first = levels.first else { return nil }
        let times = levels.map { Double($0.second - first.second) }
        let middle = times.reduce(0, +) / Double(times.count)
        var (covariance, variance) = (0.0, 0.0)
        for (time, entry) in zip(times, levels) {
            covariance += (time - middle) * (entry.microsiemens - mean)
            variance += (time - middle) * (time - middle)
        }
        return variance > 0 ? 60 * covariance / variance : nil
    }
}
