import Acquisition
import Biosignals

/// A recording's channels at a board's rates, from its beginning to its end, or for ever.
///
/// Of several channels with a role the first is taken. A gap is a stretch in which the last value
/// stays. Repeated, the recording begins again one sample after its end: the clock goes on evenly,
/// the signal may make a step.
struct RecordingSupply: SignalSupply {
    let isFed: [Bool]
    let isInBoardCounts: [Bool]

    private let path: String
    private let options: RecordingOptions
    private let isLooped: Bool
    private var reader: RecordingReader
    private var lanes: [Lane]
    private var hasEnded = false
    private var blocks: [SignalBlock] = []

    /// A feed's way through the recording.
    private struct Lane {
        let channel: Int
        let feed: Int
        let rate: Double
        let fit: RecordingFit
        var converter: RateConverter
        /// Samples taken in this round, gaps included.
        var count = 0
        var last = 0.0
    }

    /// What is looked at to find out how high a channel's signal is.
    private static let sampleSeconds = 60.0
    private static let sampleMax = 200_000

    /// - Parameter counts: for each feed the numbers that the board can send.
    init(
        opening path: String, options: RecordingOptions, isLooped: Bool, feeds: [SignalFeed],
        counts: [ClosedRange<Double>], clockFactor: Double
    ) throws(AcquisitionError) {
        self.path = path
        self.options = options
        self.isLooped = isLooped
        let samples = try Self.beginning(of: RecordingReader(opening: path, options: options))
        let reader = try RecordingReader(opening: path, options: options)
        var lanes: [Lane] = []
        for (index, feed) in feeds.enumerated() {
            guard
                let channel = reader.channels.firstIndex(where: { Self.suits($0, feed) }),
                !samples[channel].isEmpty
            else { continue }
            let rate = reader.channels[channel].rate.value
            lanes.append(
                Lane(
                    channel: channel, feed: index, rate: rate,
                    fit: RecordingFit(
                        reader.channels[channel], role: feed.role, sample: samples[channel],
                        counts: counts[index]),
                    converter: RateConverter(step: rate / (feed.rate * clockFactor)),
                    last: samples[channel][0]))
        }
        self.reader = reader
        isFed = feeds.indices.map { feed in lanes.contains { $0.feed == feed } }
        isInBoardCounts = feeds.indices.map { feed in
            lanes.contains { $0.feed == feed && $0.fit.isInBoardCounts }
        }
        self.lanes = lanes
    }

    mutating func next(into readings: inout [[Double]], _ body: inout BodyEvents)
        throws(AcquisitionError) -> Bool
    {
        guard !hasEnded, !lanes.isEmpty else { return false }
        blocks.removeAll(keepingCapacity: true)
        if try reader.next(into: &blocks) {
            for block in blocks {
                for lane in lanes.indices where lanes[lane].channel == block.channel {
                    take(block, lane, into: &readings)
                }
            }
            return true
        }
        alignEnds(into: &readings)
        guard isLooped else {
            hasEnded = true
            for lane in lanes.indices {
                lanes[lane].converter.finish(into: &readings[lanes[lane].feed])
            }
            return true
        }
        reader = try RecordingReader(opening: path, options: options)
        for lane in lanes.indices { lanes[lane].count = 0 }
        return true
    }

    private mutating func take(
        _ block: SignalBlock, _ lane: Int, into readings: inout [[Double]]
    ) {
        fill(lane, upTo: block.start, into: &readings)
        lanes[lane].last = block.samples.last ?? lanes[lane].last
        lanes[lane].count = block.end
        let fit = lanes[lane].fit
        lanes[lane].converter.process(
            block.samples.map { fit.value($0) }, into: &readings[lanes[lane].feed])
    }

    private mutating func fill(_ lane: Int, upTo index: Int, into readings: inout [[Double]]) {
        let value = lanes[lane].fit.value(lanes[lane].last)
        while lanes[lane].count < index {
            let count = min(index - lanes[lane].count, 4_096)
            lanes[lane].converter.process(
                Array(repeating: value, count: count), into: &readings[lanes[lane].feed])
            lanes[lane].count += count
        }
    }

    /// A channel that ends before the others stays as it is until they end too.
    private mutating func alignEnds(into readings: inout [[Double]]) {
        let end = lanes.reduce(0) { max($0, Double($1.count) / $1.rate) }
        for lane in lanes.indices {
            fill(lane, upTo: Int((end * lanes[lane].rate).rounded()), into: &readings)
        }
    }

    /// A temperature of no known unit is none.
    private static func suits(_ channel: Channel, _ feed: SignalFeed) -> Bool {
        channel.role == feed.role
            && (feed.role != .temperature || channel.unit == .degreesCelsius)
    }

    private static func beginning(
        of reader: RecordingReader
    ) throws(AcquisitionError) -> [[Double]] {
        var samples = [[Double]](repeating: [], count: reader.channels.count)
        var blocks: [SignalBlock] = []
        var seconds = 0.0
        while seconds < sampleSeconds {
            blocks.removeAll(keepingCapacity: true)
            guard try reader.next(into: &blocks) else { break }
            for block in blocks {
                seconds = max(
                    seconds, Double(block.end) / reader.channels[block.channel].rate.value)
                let room = max(0, sampleMax - samples[block.channel].count)
                samples[block.channel] += block.samples.prefix(room)
            }
        }
        return samples
    }
}
