import Biosignals

/// SDANN and the SDNN index by one of two definitions, ms.
struct SegmentMeasures {
    let sdann: Double?
    let sdnnIndex: Double?

    init(_ nn: NNIntervals, _ definition: HRVDefinitions.Segments) {
        let segments =
            switch definition {
            case .complete: FiveMinuteSegments(of: nn).segments
            case .rounded: Self.rounded(nn.milliseconds)
            }
        sdann = TimeDomain.standardDeviation(segments.compactMap(TimeDomain.mean))
        sdnnIndex = TimeDomain.mean(segments.compactMap(TimeDomain.standardDeviation))
    }

    /// As many segments of five minutes as fit into the sum of the intervals, rounded, three at
    /// least; an interval belongs to the one it ends in, and the last of each is left out.
    private static func rounded(_ milliseconds: [Double]) -> [[Double]] {
        let length = 300_000.0
        var now = 0.0
        let ends = milliseconds.map { interval in
            now += interval
            return now
        }
        let count = (now / length).rounded(.toNearestOrEven)
        guard count >= 3, count < 1e6 else { return [] }
        var segments: [[Double]] = []
        var next = 0
        for segment in 1...Int(count) {
            let first = next
            while next < ends.count, ends[next] < Double(segment) * length { next += 1 }
            segments.append(Array(milliseconds[first..<max(first, next - 1)]))
        }
        return segments
    }
}
