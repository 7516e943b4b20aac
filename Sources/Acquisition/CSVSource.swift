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
    var shareRead: Double? { file.file.shareRead }

    private var file: TextInput
    private var decoder: CSVDecoder
    private var buffer: [UInt8] = []
    private var hasEnded = false

    private static let pieceBytes = 65_536

    init(path: String, hints: RecordingHints) throws(AcquisitionError) {
        var file = try TextInput(opening: path)
        let sidecarPath = CSVSidecar.path(beside: path)
        var sidecar = try sidecarPath.map { path throws(AcquisitionError) in
            try CSVSidecar(reading: path)
        }
        if CSVSidecar.isPhysio(path) { sidecar?.facts.missingWord = "n/a" }
        try file.read(upTo: Self.pieceBytes, into: &buffer)
        let layout: CSVLayout
        do {
            layout = try CSVLayout(
                firstBytes: buffer, isWhole: buffer.count < Self.pieceBytes,
                sidecar: sidecar?.facts ?? CSVSidecarFacts(), hints: hints, file: path)
        } catch {
            throw .damaged(error)
        }
        self.file = try TextInput(opening: path)
        name = PathName(CSVSidecar.stem(path)).fileName
        files = [path] + (sidecarPath.map { [$0] } ?? [])
        channels = layout.channels
        notices = layout.notices + (sidecar?.notices ?? [])
        start = sidecar?.facts.start
        decoder = CSVDecoder(layout: layout, file: path)
    }

    mutating func next(into blocks: inout [SignalBlock]) throws(AcquisitionError) -> Bool {
        guard !hasEnded else { return false }
        do {
            try file.read(upTo: Self.pieceBytes, into: &buffer)
        } catch {
            // What was unpacked before the damage is sound.
            hasEnded = true
            try? decoder.decode(buffer, into: &blocks)
            throw error
        }
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
