import Biosignals
import Biosignals
import Glibc
import Recordings

/// Makes every unfinished recording in a folder whole: torn frames and annotations are cut off,
/// headers say what is there. Finished ones are not touched.
///
/// May be killed at any point and called again; a second call finds nothing to do. To be called
/// when no recorder is at work there: at the start of a run, under the state directory's lock.
///
/// - Parameter folder: of sessions, such as `recordings/`; or of one session.
public func recoverRecordings(in folder: String) -> RecordingRecovery {
    var result = RecordingRecovery()
    let top = RecordFolder(existing: folder)
    guard let names = try? top.names() else { return result }
    RecordRecovery(folder: top).run(&result)
    for name in names.sorted() where isDirectory(top.file(name)) {
        RecordRecovery(folder: RecordFolder(existing: top.file(name))).run(&result)
    }
    return result
}

private func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// One session's folder.
private struct RecordRecovery {
    let folder: RecordFolder

    private static let headerBytesMax = 1_048_576
    private static let pieceBytes = 262_144

    func run(_ result: inout RecordingRecovery) {
        guard let names = try? folder.names() else { return }
        for name in names where name.hasSuffix(".hea" + RecordFolder.temporarySuffix) {
            folder.remove(name)
        }
        var headers: [String: WFDBHeader] = [:]
        for name in names.sorted() where name.hasSuffix(".hea") {
            do {
                let header = try read(name)
                if header.isRecorded { headers[String(name.dropLast(4))] = header }
            } catch {
                result.failures.append(error)
            }
        }
        let masters = headers.filter { !$0.value.segments.isEmpty }
        for (name, master) in masters.sorted(by: { $0.key < $1.key }) where master.isOpen {
            do {
                result.records.append(try finish(name, master))
            } catch {
                result.failures.append(error)
            }
        }
        let named = Set(masters.values.flatMap { $0.segments.compactMap(\.name) })
        removeUnnamed(headers.filter { $0.value.segments.isEmpty && !named.contains($0.key) })
        if !headers.isEmpty || names.allSatisfy({ $0.hasSuffix(".dat") }) {
            removeHeaderless(names)
        }
    }

    /// Headers that were made for a record that had not been told of them: without a sample.
    private func removeUnnamed(_ headers: [String: WFDBHeader]) {
        for (name, header) in headers {
            let isLayout = header.signals.first?.format == .null
            guard isLayout || (header.isOpen && size(of: name + ".dat") == 0) else { continue }
            folder.remove(name + ".hea")
            if !isLayout { folder.remove(name + ".dat") }
        }
    }

    /// Signal files that were made and never got a header.
    private func removeHeaderless(_ names: [String]) {
        for name in names where name.hasSuffix(".dat") && !folder.exists(name.dropLast(4) + ".hea")
        {
            if size(of: name) == 0 { folder.remove(name) }
        }
    }

    private func finish(
        _ name: String, _ master: WFDBHeader
    ) throws(RecorderError) -> RecordingRecovery.Record {
        var master = master
        var bytesCut = 0
        var segments: [WFDBSegment] = []
        var emptied: [String] = []
        if let layout = master.segments.first?.name, folder.exists(layout + ".hea") {
            // A header of segments says how many signals there are and no more.
            master.signals = try read(layout + ".hea").signals
        }
        for var segment in master.segments {
            if let segmentName = segment.name {
                guard folder.exists(segmentName + ".hea") else {
                    // Removed as empty by a recovery that did not live to say so.
                    guard size(of: segmentName + ".dat") == 0 else {
                        throw .headerDamaged(path: folder.file(segmentName + ".hea"))
                    }
                    continue
                }
                let header = try read(segmentName + ".hea")
                if header.isOpen {
                    let (length, cut) = try finishSegment(segmentName, header)
                    bytesCut += cut
                    segment.length = length
                    if length == 0 { emptied.append(segmentName) }
                } else {
                    segment.length = header.length ?? 0
                }
            }
            if segment.name.map({ !emptied.contains($0) }) ?? true { segments.append(segment) }
        }
        while let last = segments.last, last.name == nil { segments.removeLast() }
        let annotationBytesCut = try finishAnnotations(name)
        let frames = segments.reduce(0) { $0 + $1.length }
        master.segments = segments
        master.length = frames
        master.comments.removeAll { $0 == WFDBRecorderNotes.openMark }
        if frames > 0 {
            try folder.replace(name + ".hea", with: Array(master.text.utf8))
        } else {
            // Last of all the master: as long as it is there, this is begun again.
            for segment in segments.compactMap(\.name) { folder.remove(segment + ".hea") }
            folder.remove(name + ".atr")
        }
        for segment in emptied {
            folder.remove(segment + ".dat")
            folder.remove(segment + ".hea")
        }
        if frames == 0 { folder.remove(name + ".hea") }
        return RecordingRecovery.Record(
            folder: folder.path, name: name, frames: frames,
            seconds: Double(frames) / master.rate.value, bytesCut: bytesCut,
            annotationBytesCut: annotationBytesCut)
    }

    /// Returns the segment's whole frames, and how many bytes of another were cut off.
    private func finishSegment(
        _ name: String, _ header: WFDBHeader
    ) throws(RecorderError) -> (frames: Int, bytesCut: Int) {
        let file = try DiskFile(existing: folder.file(name + ".dat"))
        guard let frames = header.frames(inBytes: file.size),
            let bytes = header.bytes(ofFrames: frames),
            header.signals.first?.file == name + ".dat"
        else { throw .headerDamaged(path: folder.file(name + ".hea")) }
        let cut = file.size - bytes
        if cut > 0 { try file.truncate(to: bytes) }
        try file.sync()
        guard frames > 0 else { return (0, cut) }
        var scanner = WFDBSignalFileScanner(signals: header.signals)
        var place = 0
        while place < file.size {
            let piece = try file.read(min(Self.pieceBytes, file.size - place), at: place)
            guard !piece.isEmpty else { break }
            scanner.scan(piece)
            place += piece.count
        }
        var header = header
        header.complete(file: name + ".dat", from: scanner)
        header.comments.removeAll { $0 == WFDBRecorderNotes.openMark }
        try folder.replace(name + ".hea", with: Array(header.text.utf8))
        return (frames, cut)
    }

    /// Returns how many bytes of a torn annotation were cut off.
    private func finishAnnotations(_ name: String) throws(RecorderError) -> Int {
        guard folder.exists(name + ".atr") else { return 0 }
        let file = try DiskFile(existing: folder.file(name + ".atr"))
        let salvage = WFDBAnnotationSalvage(try file.read(file.size, at: 0))
        guard !salvage.isComplete else { return 0 }
        let cut = file.size - salvage.soundBytes
        try file.truncate(to: salvage.soundBytes)
        try file.append([0, 0])
        try file.sync()
        return cut
    }

    private func read(_ name: String) throws(RecorderError) -> WFDBHeader {
        let file = try DiskFile(existing: folder.file(name))
        let bytes = try file.read(min(file.size, Self.headerBytesMax), at: 0)
        do {
            return try WFDBHeader(parsing: bytes, file: name)
        } catch {
            throw .headerDamaged(path: folder.file(name))
        }
    }

    private func size(of name: String) -> Int {
        var status = stat()
        return stat(folder.file(name), &status) == 0 ? Int(status.st_size) : 0
    }
}
