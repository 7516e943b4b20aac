import Biosignals
import Recordings

/// An EDF, EDF+, BDF or BDF+ file, read a piece at a time: several short data records, or a slice of a
/// long one. Memory does not grow with what the header declares.
struct EDFSource: RecordingSource {
    let name: String
    let start: UTCTime?
    let files: [String]
    let notices: [String]
    var channels: [Channel] { plan.channels }

    private let file: InputFile
    let header: EDFHeader
    private let plan: EDFChannelPlan
    private var decoder: EDFDecoder
    /// Whole records in the file, at most as many as promised.
    private let records: Int
    /// Bytes of a last record that was cut off.
    private let restBytes: Int
    private let ending: EDFProblem?
    /// Bytes from the beginning of a record to each signal.
    private let offsets: [Int]
    /// A record is read in so many slices; 1 unless it is long.
    private let slices: Int
    private var nextRecord = 0
    private var nextSlice = 0
    private var buffer: [UInt8] = []
    /// What the records read so far say of times, if it is kept.
    private(set) var annotations: [EDFAnnotation] = []
    private let keepsAnnotations: Bool

    /// Samples of all channels in a piece, and of the fastest one.
    private static let pieceSamplesMax = 262_144
    private static let pieceMax = 4_096
    private static let pieceBytes = 65_536
    private static let annotationBytesMax = 1_048_576

    init(
        path: String, hints: RecordingHints, keepsAnnotations: Bool = false
    ) throws(AcquisitionError) {
        let file = try InputFile(opening: path)
        let header = try Self.header(of: file)
        self.file = file
        self.header = header
        self.keepsAnnotations = keepsAnnotations
        name = PathName(PathName(path).withoutSuffix).fileName
        files = [path]
        let bytes = max(file.size - header.byteCount, 0)
        let found = bytes / header.recordBytes
        records = min(found, header.recordCount ?? found)
        let tail = bytes % header.recordBytes
        // A cut record of a discontinuous file does not say when it began.
        let isPlaced = header.continuity != .discontinuous
        restBytes =
            found < header.recordCount ?? 0 && isPlaced ? tail : 0
        switch header.recordCount {
        case let promised? where found < promised:
            ending = .truncated(found: found, promised: promised)
        case let promised? where found > promised:
            ending = .longerThanPromised(promised: promised)
        default: ending = nil
        }
        let sizes = header.signals.map { $0.samplesPerRecord * header.format.sampleBytes }
        offsets = sizes.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
        let ownSheets = header.signals.indices.filter { header.signals[$0].isAnnotations }
        guard ownSheets.allSatisfy({ sizes[$0] <= Self.annotationBytesMax }) else {
            throw .damaged(
                RecordingError(
                    file: path,
                    problem: .edf(.annotationsTooLong(bytesMax: Self.annotationBytesMax))))
        }
        let first = try Self.sheet(0, of: records, file, header, offsets)
        let last =
            ending == nil ? try Self.sheet(records - 1, of: records, file, header, offsets) : []
        do {
            plan = try EDFChannelPlan(
                header: header, records: records,
                filledSeconds: EDFDecoder.filledSeconds(
                    ofRecord: last, lasting: header.recordSeconds),
                firstAnnotations: EDFDecoder.annotations(ofRecord: first), hints: hints, file: path)
        } catch {
            throw .damaged(error)
        }
        let perRecord = plan.signals.map { header.signals[$0].samplesPerRecord }
        slices = max(
            ((perRecord.max() ?? 1) - 1) / Self.pieceMax + 1,
            (perRecord.reduce(0, +) - 1) / Self.pieceSamplesMax + 1)
        decoder = EDFDecoder(header: header, plan: plan, file: path)
        let left = found == records && ending == nil ? tail : 0
        notices =
            plan.notices
            + (left == 0 ? [] : ["\(left) bytes after the last whole data record are left out"])
        let onset = EDFDecoder.onset(ofRecord: first) ?? 0
        start = header.start.map { onset == 0 ? $0 : $0.advanced(by: Seconds(onset)) }
        file.seek(to: header.byteCount)
    }

    /// Of the first record, seconds since the header's start.
    var firstOnset: Double? { decoder.firstOnset }

    var formatName: String {
        header.continuity == .plain ? header.format.name : header.format.name + "+"
    }

    /// Of the samples that will come; the gaps of a discontinuous file come on top.
    var duration: Seconds? {
        plan.channels.map { Double($0.expectedCount ?? 0) / $0.rate.value }.max().map {
            Seconds($0)
        }
    }

    mutating func next(into blocks: inout [SignalBlock]) throws(AcquisitionError) -> Bool {
        defer { decoder.flush(into: &blocks) }
        if nextRecord < records {
            try slices == 1 ? readRecords(into: &blocks) : readSlice(into: &blocks, of: nil)
            return true
        }
        if nextRecord == records, restBytes > 0 {
            try readSlice(into: &blocks, of: restBytes)
            return true
        }
        guard let ending else { return false }
        let end = header.byteCount + records * header.recordBytes
        throw .damaged(
            RecordingError(file: file.path, place: .byte(end), problem: .edf(ending)))
    }

    private mutating func readRecords(
        into blocks: inout [SignalBlock]
    ) throws(AcquisitionError) {
        let fastest = plan.signals.map { header.signals[$0].samplesPerRecord }.max() ?? 1
        let count = min(
            records - nextRecord,
            max(1, min(Self.pieceMax / fastest, Self.pieceBytes / header.recordBytes)))
        let size = header.recordBytes
        try file.read(upTo: count * size, into: &buffer)
        for record in 0..<(buffer.count / size) {
            try begin(plan.annotationSignals.map { buffer[range(of: $0, in: record * size)] })
            for channel in plan.signals.indices {
                decode(range(of: plan.signals[channel], in: record * size), channel, &blocks)
            }
            nextRecord += 1
        }
        // It was longer when it was opened.
        if buffer.count < count * size { throw cutShort() }
    }

    private func range(of signal: Int, in start: Int) -> Range<Int> {
        (start + offsets[signal])..<(start + offsets[signal + 1])
    }

    /// Reads the next slice of a long record, or of a cut one that has so many bytes.
    private mutating func readSlice(
        into blocks: inout [SignalBlock], of bytes: Int?
    ) throws(AcquisitionError) {
        let start = header.byteCount + nextRecord * header.recordBytes
        let end = bytes ?? header.recordBytes
        if nextSlice == 0 {
            var lists: [ArraySlice<UInt8>] = []
            for signal in plan.annotationSignals where offsets[signal + 1] <= end {
                try read(offsets[signal]..<offsets[signal + 1], at: start)
                lists.append(buffer[...])
            }
            try begin(lists)
        }
        let width = header.format.sampleBytes
        for channel in plan.signals.indices {
            let signal = plan.signals[channel]
            let count = header.signals[signal].samplesPerRecord
            let first = count * nextSlice / slices
            let last = count * (nextSlice + 1) / slices
            let stop = min(last, max(0, end - offsets[signal]) / width)
            guard first < stop else { continue }
            let bytes = (offsets[signal] + first * width)..<(offsets[signal] + stop * width)
            try read(bytes, at: start)
            decode(0..<buffer.count, channel, &blocks)
        }
        nextSlice += 1
        if nextSlice == slices {
            nextSlice = 0
            nextRecord += 1
        }
    }

    private mutating func read(_ bytes: Range<Int>, at start: Int) throws(AcquisitionError) {
        file.seek(to: start + bytes.lowerBound)
        try file.read(upTo: bytes.count, into: &buffer)
        if buffer.count < bytes.count { throw cutShort() }
    }

    private func cutShort() -> AcquisitionError {
        .damaged(
            RecordingError(
                file: file.path,
                place: .byte(header.byteCount + nextRecord * header.recordBytes),
                problem: .edf(.truncated(found: nextRecord, promised: records))))
    }

    private mutating func begin(_ lists: [ArraySlice<UInt8>]) throws(AcquisitionError) {
        var found: [EDFAnnotation] = []
        do {
            try decoder.beginRecord(lists, annotations: &found)
        } catch {
            throw .damaged(error)
        }
        if keepsAnnotations { annotations += found }
    }

    private mutating func decode(
        _ bytes: Range<Int>, _ channel: Int, _ blocks: inout [SignalBlock]
    ) {
        let buffer = buffer
        buffer.withUnsafeBytes { all in
            decoder.decode(
                UnsafeRawBufferPointer(rebasing: all[bytes]), of: channel, into: &blocks)
        }
    }
}

extension EDFSource {
    private static func header(of file: InputFile) throws(AcquisitionError) -> EDFHeader {
        var bytes: [UInt8] = []
        try file.read(upTo: EDFHeader.fixedBytes, into: &bytes)
        if let size = EDFHeader.byteCount(firstBytes: bytes) {
            file.seek(to: 0)
            try file.read(upTo: size, into: &bytes)
        }
        do {
            return try EDFHeader(parsing: bytes, file: file.path)
        } catch {
            throw .damaged(error)
        }
    }

    /// The bytes of a record's first annotation signal; empty where there is none.
    private static func sheet(
        _ record: Int, of records: Int, _ file: InputFile, _ header: EDFHeader, _ offsets: [Int]
    ) throws(AcquisitionError) -> [UInt8] {
        let signal = header.signals.firstIndex { $0.isAnnotations }
        guard let signal, (0..<records).contains(record), header.continuity != .plain else {
            return []
        }
        var bytes: [UInt8] = []
        file.seek(to: header.byteCount + record * header.recordBytes + offsets[signal])
        try file.read(upTo: offsets[signal + 1] - offsets[signal], into: &bytes)
        return bytes
    }
}
