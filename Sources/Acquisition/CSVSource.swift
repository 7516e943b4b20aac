import Biosignals
import Recordings

/// A CSV file and its sidecar, read a piece at a time.
struct CSVSource: RecordingSource {
    let formatName = "CSV"
    let name: String
    let start: UTCTime?
    let files: [String]
    let notices: [String]
    let channels: [Channel]
    /// A table does not say how long it is.
    var duration: Seconds? { nil }

    private let file: InputFile
    private var decoder: CSVDecoder
    private var buffer: [UInt8] = []
    private var hasEnded = false

    private static let pieceBytes = 65_536

    init(path: String, hints: RecordingHints) throws(AcquisitionError) {
        let file = try InputFile(opening: path)
        let sidecarPath = PathName(path).withoutSuffix + ".json"
        let sidecar =
            InputFile.exists(sidecarPath) ? try CSVSidecar(reading: sidecarPath) : nil
        try file.read(upTo: Self.pieceBytes, into: &buffer)
        let layout: CSVLayout
        do {
            layout = try CSVLayout(
                firstBytes: buffer, isWhole: buffer.count < Self.pieceBytes,
                sidecar: sidecar?.facts ?? CSVSidecarFacts(), hints: hints, file: path)
        } catch {
            throw .damaged(error)
        }
        file.seek(to: 0)
        self.file = file
        name = PathName(PathName(path).withoutSuffix).fileName
        files = [path] + (sidecar == nil ? [] : [sidecarPath])
        channels = layout.channels
        notices = layout.notices + (sidecar?.notices ?? [])
        start = sidecar?.facts.start
        decoder = CSVDecoder(layout: layout, file: path)
    }

    mutating func next(into blocks: inout [SignalBlock]) throws(AcquisitionError) -> Bool {
        guard !hasEnded else { return false }
        try file.read(upTo: Self.pieceBytes, into: &buffer)
        do {
            try decoder.decode(buffer, into: &blocks)
            guard buffer.count < Self.pieceBytes else { return true }
            hasEnded = true
            try decoder.finish(into: &blocks)
        } catch {
            throw .damaged(error)
        }
        return true
    }
}
