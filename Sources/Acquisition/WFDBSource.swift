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
    private let record: WFDBHeader
    private let folder: String
    private let headerPath: String
    private var open: WFDBOpenSegment?
    /// Index of the segment that comes next, and of its first frame.
    private var nextSegment = 0
    private var nextFrame = 0

    var channels: [Channel] { plan.channels }
    var notices: [String] { plan.notices }
    var comments: [String] { record.comments }

    init(header path: String, hints: RecordingHints) throws(AcquisitionError) {
        let record = try Self.readHeader(path)
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
            let header = try Self.readHeader(path)
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
            frames: frames)
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
