import Acquisition
import Biosignals

/// A minute of skin conductance level, or as much of it as was seen without a break.
public struct SkinLevelStretch: Equatable, Sendable {
    /// Whole seconds since the recording began; the end is not included.
    public let start: Int
    public let end: Int
    public let meanMicrosiemens: Double
    /// Least-squares slope, µS/min; nil under ten seconds.
    public let slopePerMinute: Double?

    static let secondsMax = 60
    static let secondsMinForSlope = 10

    init(_ levels: ArraySlice<(second: Int, level: Double)>) {
        start = levels.first?.second ?? 0
        end = (levels.last?.second ?? 0) + 1
        let count = Double(levels.count)
        let meanTime = levels.reduce(0) { $0 + Double($1.second) } / count
        let meanLevel = levels.reduce(0) { $0 + $1.level } / count
        meanMicrosiemens = meanLevel
        let (covariance, variance) = levels.reduce((0.0, 0.0)) { sums, entry in
            let time = Double(entry.second) - meanTime
            return (sums.0 + time * (entry.level - meanLevel), sums.1 + time * time)
        }
        slopePerMinute =
            levels.count >= Self.secondsMinForSlope && variance > 0
            ? 60 * covariance / variance : nil
    }
}

extension ChannelAnalysis where Finding == SkinFinding {
    /// The level in stretches of a minute at most; a break in the seconds ends a stretch.
    public var levelStretches: [SkinLevelStretch] {
        let levels = findings.compactMap { finding -> (second: Int, level: Double)? in
            guard case .level(let second, let level) = finding else { return nil }
            return (second, level)
        }
        var stretches: [SkinLevelStretch] = []
        var start = 0
        for index in levels.indices.dropFirst() {
            let isBreak = levels[index].second != levels[index - 1].second + 1
            let isNewMinute = levels[index].second % SkinLevelStretch.secondsMax == 0
            if isBreak || isNewMinute {
                stretches.append(SkinLevelStretch(levels[start..<index]))
                start = index
            }
        }
        if !levels.isEmpty { stretches.append(SkinLevelStretch(levels[start...])) }
        return stretches
    }
}
