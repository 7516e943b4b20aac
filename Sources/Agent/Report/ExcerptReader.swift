import Acquisition
import Biosignals
import Reports

/// A few seconds of some channels, sample by sample, read once from the front to the last of them.
struct ExcerptReader {
    struct Wish {
        let channel: Int
        let seconds: Range<Double>
        let reason: String
    }

    /// In the order of the wishes.
    static func read(
        _ wishes: [Wish], of path: String, options: RecordingOptions, isStopped: () -> Bool
    ) throws -> [SignalExcerpt] {
        guard !wishes.isEmpty else { return [] }
        let reader = try RecordingReader(opening: path, options: options)
        var excerpts = wishes.map {
            SignalExcerpt(channel: $0.channel, seconds: $0.seconds, points: [], reason: $0.reason)
        }
        var last = wishes.map { _ in -1 }
        var isOpen = wishes.map { _ in true }
        var blocks: [SignalBlock] = []
        while isOpen.contains(true), reader.step(into: &blocks, isStopped: isStopped) == nil {
            for block in blocks {
                let rate = reader.channels[block.channel].rate.value
                for index in wishes.indices where wishes[index].channel == block.channel {
                    let wanted = wishes[index].seconds
                    if Double(block.start) / rate >= wanted.upperBound { isOpen[index] = false }
                    let first = max(block.start, Int((wanted.lowerBound * rate).rounded(.up)))
                    let end = min(block.end, Int((wanted.upperBound * rate).rounded(.up)))
                    guard first < end else { continue }
                    for sample in first..<end {
                        excerpts[index].points.append(
                            PlotPoint(
                                x: Double(sample) / rate, y: block.samples[sample - block.start],
                                follows: sample == last[index] + 1))
                        last[index] = sample
                    }
                }
            }
        }
        return excerpts
    }
}
