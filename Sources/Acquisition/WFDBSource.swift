import Biosignals
import Recordings

/// A WFDB record of one segment or many, read a piece of all its signal files at a time.
struct WFDBSource: RecordingSource {
    let formatName = "WFDB"
    let name: String
    let start: UTCTime?
    let duration: Seconds?
    private(set) var files: [String]

    private let plan: WFDBChannelPlan
    /// As its recorder left it; lengths as found.
    let record: WFDBHeader
    private let folder: String
    private let headerPath: String
    private var open: WFDBOpenSegment?
    /// Index of the segment that comes next, and of its first frame.
    private var nextSegment = 0
    private var nextFrame = 0
    private let pieceFramesMax: Int

    var channels: [Channel] { plan.channels }
    var notices: [String] { plan.notices }
    var comments: [String] { record.plainComments }
    /// For each channel.
    var samplesPerFrame: [Int] {
        channels.map { Int(($0.rate.value / plan.rate.value).rounded()) }
    }

    /// - Parameter pieceMax: a piece covers no more than that; nil leaves it to the number of samples.
    init(
        header path: String, hints: RecordingHints, pieceMax: Seconds? = nil
    ) throws(AcquisitionError) {
        let record = try Self.readRecord(path)
        headerPath = path
        folder = PathName(path).folder
        self.record = record
        name = record.name
        files = [path]
        let layout = try Self.layout(of: record, path)
        do {
            plan = try WFDBChannelPlan(record: record, layout: layout, hints: hints, file: path)
        } catch {
            throw .damaged(error)
        }
        start = record.start
        let rate = plan.rate.value
        duration = record.length.map { Seconds(Double($0) / rate) }
        pieceFramesMax = pieceMax.map { Int(min($0.value * rate, 1e9)) } ?? .max
        if record.segments.isEmpty {
            open = try openSegment(record, path, firstFrame: 0, frames: record.length)
        }
    }

    mutating func next(into blocks: inout [SignalBlock]) throws(AcquisitionError) -> Bool {
        if open != nil {
            if try open?.next(into: &blocks) == true { return true }
            open = nil
        }
        return try openNextSegment()
    }

    /// Opens the next segment that holds samples. Returns false after the last.
    private mutating func openNextSegment() throws(AcquisitionError) -> Bool {
        while nextSegment < record.segments.count {
            let segment = record.segments[nextSegment]
            let firstFrame = nextFrame
            nextSegment += 1
            nextFrame += segment.length
            guard let name = segment.name, segment.length > 0 else { continue }
            let path = folder + name + ".hea"
            let header = try Self.readSegment(path)
            files.append(path)
            open = try openSegment(header, path, firstFrame: firstFrame, frames: segment.length)
            return true
        }
        return false
    }

    private mutating func openSegment(
        _ header: WFDBHeader, _ path: String, firstFrame: Int, frames: Int?
    ) throws(AcquisitionError) -> WFDBOpenSegment {
        let parts: [(file: String, feeds: [WFDBSignalFeed])]
        do {
            parts = try plan.files(of: header, frames: frames, segmentFile: path)
        } catch {
            throw .damaged(error)
        }
        let paths = parts.map { PathName(path).folder + $0.file }
        files += paths
        return try WFDBOpenSegment(
            parts: zip(paths, parts.map(\.feeds)).map { ($0, $1) }, firstFrame: firstFrame,
            frames: frames, pieceFramesMax: pieceFramesMax)
    }

    /// The header that describes the signals: the record's own, or that of its first segment that
    /// is not a pause.
    private static func layout(
        of record: WFDBHeader, _ path: String
    ) throws(AcquisitionError) -> WFDBHeader {
        guard let segment = record.segments.first(where: { $0.name != nil })?.name else {
            return record
        }
        return try readHeader(PathName(path).folder + segment + ".hea")
    }

    /// A record that its recorder did not finish, or has not yet, is as long as its files are.
    private static func readRecord(_ path: String) throws(AcquisitionError) -> WFDBHeader {
        var record = try readSegment(path)
        guard record.isOpen, !record.segments.isEmpty else { return record }
        for index in record.segments.indices.dropFirst() {
            guard let name = record.segments[index].name else { continue }
            let header = try readSegment(PathName(path).folder + name + ".hea")
            record.segments[index].length = header.length ?? 0
        }
        record.length = record.segments.reduce(0) { $0 + min($1.length, 1 << 48) }
        return record
    }

    private static func readSegment(_ path: String) throws(AcquisitionError) -> WFDBHeader {
        var header = try readHeader(path)
        guard header.isOpen, let file = header.signals.first?.file,
            header.frames(inBytes: 0) != nil
        else { return header }
        let size = try InputFile(opening: PathName(path).folder + file).size
        header.length = header.frames(inBytes: size)
        for index in header.signals.indices {
            header.signals[index].checksum = nil
            // By header(5), more may follow in the file: a torn frame, or the next ones.
            header.signals[index].blockSize = 1
        }
        return header
    }

    /// Bytes; a header of a thousand signals has less.
    private static let headerBytesMax = 4_194_304

    private static func readHeader(_ path: String) throws(AcquisitionError) -> WFDBHeader {
        let bytes = try InputFile.contents(of: path, limit: headerBytesMax)
        do {
            return try WFDBHeader(parsing: bytes, file: path)
        } catch {
            throw .damaged(error)
        }
    }
}
