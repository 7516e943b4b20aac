public import Biosignals

/// Blocks of several channels, put together frame by frame.
///
/// A frame is given out once every channel has come past it, has ended before it, or is more than
/// `patience` behind. Memory: what waits, a minute of samples at most.
public struct SampleGrid: Sendable {
    /// Frames that follow each other, some samples of which may be missing (NaN).
    public struct Stretch: Sendable {
        public let firstFrame: Int
        public let count: Int
        /// For each channel `count` times its samples in a frame.
        public let samples: [[Double]]
    }

    private struct Lane: Sendable {
        let samplesPerFrame: Int
        let end: Int
        var runs: [SignalBlock] = []
        var delivered = 0

        /// Frames that will not change any more.
        var completeFrames: Int { delivered >= end ? .max : delivered / samplesPerFrame }
    }

    private var lanes: [Lane]
    private let patienceFrames: Int
    private let stretchFramesMax: Int
    private var nextFrame = 0
    /// Samples that came too late for their frame.
    public private(set) var lateCount = 0

    /// - Parameters:
    ///   - ends: for each channel where its last sample ends.
    ///   - patience: how far one channel may be behind another.
    public init(frame: RecordFrame, ends: [Int], patience: Seconds = 60) {
        lanes = zip(frame.samples, ends).map { Lane(samplesPerFrame: $0, end: $1) }
        patienceFrames = max(1, Int((patience.value / frame.seconds).rounded(.up)))
        stretchFramesMax = max(1, 4_096 / (frame.samples.max() ?? 1))
    }

    public mutating func append(_ block: SignalBlock) {
        guard !block.samples.isEmpty else { return }
        let size = lanes[block.channel].samplesPerFrame
        let first = nextFrame * size
        lanes[block.channel].delivered = max(lanes[block.channel].delivered, block.end)
        guard block.start < first else {
            lanes[block.channel].runs.append(block)
            return
        }
        lateCount += min(first - block.start, block.samples.count)
        guard block.end > first else { return }
        lanes[block.channel].runs.append(
            SignalBlock(
                channel: block.channel, start: first,
                samples: Array(block.samples[(first - block.start)...])))
    }

    /// The next frames that are complete and hold anything; nil if there are none yet.
    ///
    /// - Parameter isLast: whether no more samples will come.
    public mutating func next(isLast: Bool) -> Stretch? {
        let first = lanes.compactMap { lane in
            lane.runs.first.map { max($0.start / lane.samplesPerFrame, nextFrame) }
        }.min()
        guard let first else { return nil }
        let furthest = lanes.map { $0.delivered / $0.samplesPerFrame }.max() ?? 0
        let slowest = lanes.map(\.completeFrames).min() ?? 0
        var limit = isLast ? Int.max : max(slowest, furthest - patienceFrames)
        let last = lanes.compactMap { lane in
            lane.runs.last.map { ($0.end + lane.samplesPerFrame - 1) / lane.samplesPerFrame }
        }.max()
        limit = min(limit, last ?? first, first + stretchFramesMax)
        guard limit > first else { return nil }
        let samples = lanes.indices.map { take(frames: first..<limit, of: $0) }
        nextFrame = limit
        return Stretch(firstFrame: first, count: limit - first, samples: samples)
    }

    private mutating func take(frames: Range<Int>, of lane: Int) -> [Double] {
        let size = lanes[lane].samplesPerFrame
        let wanted = (frames.lowerBound * size)..<(frames.upperBound * size)
        var samples = Array(repeating: Double.nan, count: wanted.count)
        var used = 0
        for run in lanes[lane].runs {
            guard run.start < wanted.upperBound else { break }
            let part = max(run.start, wanted.lowerBound)..<min(run.end, wanted.upperBound)
            for index in part {
                samples[index - wanted.lowerBound] = run.samples[index - run.start]
            }
            if run.end > wanted.upperBound {
                let rest = wanted.upperBound - run.start
                lanes[lane].runs[used] = SignalBlock(
                    channel: run.channel, start: wanted.upperBound,
                    samples: Array(run.samples[rest...]))
                break
            }
            used += 1
        }
        lanes[lane].runs.removeFirst(used)
        return samples
    }
}
