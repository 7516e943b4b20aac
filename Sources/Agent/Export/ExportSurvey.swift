import Acquisition
import Biosignals
import Recordings

/// What one reading of a recording tells about its samples: how they can be stored, how far they
/// reach, and where they are missing.
struct ExportSurvey {
    let name: String
    let channels: [Channel]
    let start: UTCTime?
    let notices: [String]
    /// For each channel.
    private(set) var numbers: [StoredNumbers]
    private(set) var ends: [Int]
    private(set) var gaps: [[Range<Int>]]
    /// What damaged the recording; everything before it is exported.
    private(set) var damage: AcquisitionError?

    init(
        _ path: String, options: RecordingOptions, isStopped: () -> Bool
    ) throws {
        let reader = try RecordingReader(opening: path, options: options)
        name = reader.name
        channels = reader.channels
        start = reader.start
        numbers = reader.channels.map { StoredNumbers(channel: $0) }
        ends = reader.channels.map { _ in 0 }
        gaps = reader.channels.map { _ in [] }
        var blocks: [SignalBlock] = []
        while true {
            let ending = reader.step(into: &blocks, isStopped: isStopped)
            if ending == .stopped { throw ExportError.stopped }
            if let ending {
                damage = ending.damage
                break
            }
            for block in blocks where !block.samples.isEmpty {
                numbers[block.channel].take(block.samples)
                if block.start > ends[block.channel] {
                    gaps[block.channel].append(ends[block.channel]..<block.start)
                }
                ends[block.channel] = max(ends[block.channel], block.end)
            }
        }
        notices = reader.notices
    }

    /// Channels that hold any sample.
    var usedChannels: [Int] { channels.indices.filter { numbers[$0].count > 0 } }

    /// The recording without the pauses of all channels that last at least so long, in seconds since
    /// sample 0. A shorter pause at the beginning belongs to the first part.
    func parts(pauseMin: Double) -> [Range<Double>] {
        var stretches: [Range<Double>] = []
        for index in usedChannels {
            let rate = channels[index].rate.value
            var start = 0
            for gap in gaps[index] + [ends[index]..<ends[index]] {
                if gap.lowerBound > start {
                    stretches.append((Double(start) / rate)..<(Double(gap.lowerBound) / rate))
                }
                start = gap.upperBound
            }
        }
        var parts: [Range<Double>] = []
        for stretch in stretches.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            let end = parts.last?.upperBound ?? 0
            if stretch.lowerBound - end >= pauseMin || parts.isEmpty {
                let isLate = stretch.lowerBound >= pauseMin
                parts.append((isLate ? stretch.lowerBound : 0)..<stretch.upperBound)
            } else if let last = parts.popLast() {
                parts.append(last.lowerBound..<max(end, stretch.upperBound))
            }
        }
        return parts
    }

    /// Seconds from sample 0 to the end of the last.
    var duration: Double {
        channels.indices.map { Double(ends[$0]) / channels[$0].rate.value }.max() ?? 0
    }
}
