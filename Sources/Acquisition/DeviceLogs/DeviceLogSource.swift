import Biosignals
import DeviceProtocols

/// A device's capture or log as a recording: the very bytes that came over the wire go through the
/// same decoder as live.
struct DeviceLogSource: RecordingSource {
    let name: String
    let files: [String]
    var formatName: String { reader.formatName }
    var channels: [Channel] { reader.channels }
    var start: UTCTime? { reader.start }
    /// Bytes do not say how long they are.
    var duration: Seconds? { nil }
    var notices: [String] { reader.notices + skippedNotice }

    private let reader: DeviceLogReader
    private var output = DeviceOutput()
    private var skippedBytes = 0

    init(path: String, board: Board?) throws(AcquisitionError) {
        do {
            reader = try DeviceLogReader(opening: path, board: board)
        } catch .device(let path, .noFrames) where board == nil {
            throw .unknownFormat(path: path)
        }
        name = PathName(PathName(path).withoutSuffix).fileName
        files = [path]
    }

    private var skippedNotice: [String] {
        skippedBytes == 0 ? [] : ["\(skippedBytes) bytes belonged to no frame"]
    }

    mutating func next(into blocks: inout [SignalBlock]) throws(AcquisitionError) -> Bool {
        output.removeAll()
        let hasMore = try reader.next(into: &output)
        blocks += output.blocks
        skippedBytes += output.skips.reduce(0) { $0 + $1.count }
        return hasMore
    }
}
