import Biosignals
import Recordings

/// All records of one session that the agent recorded, read side by side.
///
/// Sample 0 of every channel is the session's: what came later begins with a gap, and the channels
/// have the indices and the order that they had live.
struct RecordedFolderSource: RecordingSource {
    let formatName = "WFDB"
    let name: String
    let start: UTCTime?
    let duration: Seconds?
    let channels: [Channel]
    let notices: [String]
    let comments: [String]
    var files: [String] { parts.flatMap(\.source.files) }

    private var parts: [RecordedPart]

    private static let pieceMax: Seconds = 2
    private static let headerBytesMax = 1_048_576

    /// - Throws: `AcquisitionError` if there is no recording of the agent, or one is damaged.
    init(folder: String, hints: RecordingHints) throws(AcquisitionError) {
        let path = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        name = PathName(path).fileName
        let names = InputFile.names(in: path)
        var sources: [WFDBSource] = []
        for file in names where file.hasSuffix(".hea") {
            guard Self.isMaster(path + "/" + file) else { continue }
            sources.append(
                try WFDBSource(
                    header: path + "/" + file, hints: RecordingHints(), pieceMax: Self.pieceMax))
        }
        guard !sources.isEmpty else {
            throw .cannotOpen(
                path: folder, because: .notARecording(found: Self.summary(of: names, in: path)))
        }
        let axis = RecordedAxis(sources.map(\.record))
        start = axis.start
        let order = RecordedOrder(sources)
        do {
            channels = order.ordered(
                try Channel.joined(
                    sources.map { ($0.record.device ?? $0.name, $0.channels) }, map: hints.map,
                    file: path), lateBy: axis.firstFrames, sources)
        } catch {
            throw .damaged(error)
        }
        parts = sources.indices.map { index in
            RecordedPart(
                sources[index], places: order.places[index],
                samplesBefore: sources[index].samplesPerFrame.map { $0 * axis.firstFrames[index] })
        }
        duration = sources.indices
            .map { index in
                Seconds(
                    (sources[index].duration?.value ?? 0)
                        + Double(axis.firstFrames[index]) / sources[index].record.rate.value)
            }
            .max()
        comments = sources.flatMap(\.record.plainComments).withoutRepeats
        notices =
            sources.flatMap { source in
                let unfinished =
                    source.record.isOpen ? ["it was not finished: read as far as it goes"] : []
                return (source.notices + unfinished).map { "\(source.name): \($0)" }
            }
            + (hints.rate == nil
                ? [] : ["a recording of the agent states its rates: --rate is not used"])
    }

    mutating func next(into blocks: inout [SignalBlock]) throws(AcquisitionError) -> Bool {
        for index in parts.indices { parts[index].fill() }
        let next = parts.indices.filter { !parts[$0].isExhausted }
            .min { parts[$0].position < parts[$1].position }
        guard let next else { return false }
        blocks += try parts[next].take()
        return true
    }

    private static func isMaster(_ path: String) -> Bool {
        guard let bytes = try? InputFile.contents(of: path, limit: headerBytesMax),
            let header = try? WFDBHeader(parsing: bytes, file: path)
        else { return false }
        return header.isRecorded && !header.segments.isEmpty
    }

    /// What is in a directory, for people.
    private static func summary(of names: [String], in folder: String) -> String {
        let folders = names.filter { InputFile.isDirectory(folder + "/" + $0) }
        let files = names.count - folders.count
        let parts = [
            files == 0 ? nil : files == 1 ? "1 file" : "\(files) files",
            folders.isEmpty ? nil : folders.count == 1 ? "1 folder" : "\(folders.count) folders",
        ]
        let counts = parts.compactMap { $0 }.joined(separator: " and ")
        guard !counts.isEmpty else { return "nothing" }
        let some = names.prefix(3).joined(separator: ", ")
        return "\(counts) (\(some)\(names.count > 3 ? ", …" : ""))"
    }
}

extension [String] {
    fileprivate var withoutRepeats: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
