import Acquisition
import Biosignals
import Glibc

/// A file's permission bits.
func mode(_ path: String) -> UInt32 {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
}

/// By how many seconds a reader goes back, at most, from one piece to the next.
func largestStep(_ folder: String) throws -> Double {
    let reader = try RecordingReader(opening: folder)
    var blocks: [SignalBlock] = []
    var (newest, largest) = (0.0, 0.0)
    while try reader.next(into: &blocks) {
        for block in blocks {
            let rate = reader.channels[block.channel].rate.value
            largest = max(largest, newest - Double(block.start) / rate)
        }
        let ends = blocks.map { Double($0.end) / reader.channels[$0.channel].rate.value }
        newest = max(newest, ends.max() ?? 0)
        blocks.removeAll()
    }
    return largest
}
