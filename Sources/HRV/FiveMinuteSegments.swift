public import Biosignals

/// Complete 5-minute segments of a long recording, an interval belonging to the one it ends in.
///
/// Counted from the beginning of the first interval. A segment counts if intervals fill half of it;
/// the last one, cut short by the end, does not.
/// Source: Task Force (1996), doi:10.1161/01.CIR.93.5.1043.
public struct FiveMinuteSegments: Equatable, Sendable {
    static let length = 300.0
    static let filledMin = 0.5

    /// NN intervals of each counted segment, ms.
    public let segments: [[Double]]

    public init(of nn: NNIntervals) {
        guard let firstEnd = nn.endSeconds.first, let lastEnd = nn.endSeconds.last else {
            segments = []
            return
        }
        let start = firstEnd - nn.milliseconds[0] / 1_000
        let complete = ((lastEnd - start) / Self.length).rounded(.down)
        var segments: [[Double]] = []
        var current = -1.0
        for index in 0..<nn.count {
            let segment = ((nn.endSeconds[index] - start) / Self.length).rounded(.down)
            guard segment < complete else { break }
            if segment != current { segments.append([]) }
            current = segment
            segments[segments.count - 1].append(nn.milliseconds[index])
        }
        self.segments = segments.filter {
            $0.reduce(0, +) / 1_000 >= Self.length * Self.filledMin
        }
    }

    /// SDANN: standard deviation (N − 1) of the segments' means, ms.
    public var sdann: Double? {
        TimeDomain.standardDeviation(segments.compactMap(TimeDomain.mean))
    }

    /// SDNN index: mean of the segments' standard deviations (N − 1), ms.
    public var sdnnIndex: Double? {
        TimeDomain.mean(segments.compactMap(TimeDomain.standardDeviation))
    }
}
