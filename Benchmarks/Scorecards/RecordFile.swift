import Acquisition
import Biosignals

/// Channels of a recording, whole.
enum RecordFile {
    /// - Parameter wanted: which channel, of those the file has; its first by default.
    static func signal(
        _ path: String, id: String, where wanted: (Channel) -> Bool = { _ in true }
    ) throws -> Signal? {
        let reader = try RecordingReader(opening: path)
        guard let index = reader.channels.firstIndex(where: wanted) else { return nil }
        var samples: [Double] = []
        var blocks: [SignalBlock] = []
        while try reader.next(into: &blocks) {
            for block in blocks where block.channel == index {
                // These sets have no gaps; one would be held at the last value.
                let missing = max(0, block.start - samples.count)
                samples += repeatElement(samples.last ?? block.samples.first ?? 0, count: missing)
                samples += block.samples
            }
            blocks.removeAll(keepingCapacity: true)
        }
        return Signal(id: id, rate: reader.channels[index].rate.value, samples: samples)
    }
}
