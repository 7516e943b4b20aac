import Biosignals
import Recordings

/// A folder that Empatica's E4 wristband left: its signal files side by side, in step.
struct E4Source: RecordingSource {
    let formatName = "E4"
    let name: String
    let start: UTCTime?
    let files: [String]
    let notices: [String]
    let comments: [String]
    let channels: [Channel]
    /// The files do not say how long they are.
    var duration: Seconds? { nil }

    private struct Part {
        let input: InputFile
        let pieceBytes: Int
        let rate: Double
        var decoder: E4SignalDecoder
        var position: Double
        var hasEnded = false
    }

    private var parts: [Part] = []
    private var buffer: [UInt8] = []

    private static let headBytes = 1_024
    private static let tagBytesMax = 1_048_576

    static func isFolder(_ path: String) -> Bool {
        E4File.isFolder(of: InputFile.names(in: path))
    }

    init(folder: String, hints: RecordingHints) throws(AcquisitionError) {
        let path = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        let names = InputFile.names(in: path)
        var found: [(file: E4File, head: E4Head)] = []
        var inputs: [InputFile] = []
        var empty: [String] = []
        for file in E4File.allCases where names.contains(file.rawValue) {
            let input = try InputFile(opening: path + "/" + file.rawValue)
            var bytes: [UInt8] = []
            try input.read(upTo: Self.headBytes, into: &bytes)
            input.seek(to: 0)
            let head: E4Head?
            do { head = try E4Head(firstBytes: bytes, file: input.path) } catch {
                throw .damaged(error)
            }
            guard let head else {
                empty.append("\(file.rawValue) holds no samples")
                continue
            }
            found.append((file, head))
            inputs.append(input)
        }
        let plan: E4Plan
        do { plan = try E4Plan(files: found, hints: hints, folder: path) } catch {
            throw .damaged(error)
        }
        channels = plan.channels
        start = plan.start
        notices = plan.notices + empty
        name = PathName(path).fileName
        files = inputs.map(\.path)
        comments = Self.tags(in: path, names, since: plan.start)
        for (index, input) in inputs.enumerated() {
            let rate = found[index].head.rate.value
            parts.append(
                Part(
                    input: input, pieceBytes: Int(max(64, min(16_384, rate * 24))), rate: rate,
                    decoder: E4SignalDecoder(
                        file: found[index].file, place: plan.places[index], name: input.path),
                    position: Double(plan.places[index].samplesBefore) / rate))
        }
    }

    mutating func next(into blocks: inout [SignalBlock]) throws(AcquisitionError) -> Bool {
        let open = parts.indices.filter { !parts[$0].hasEnded }
        guard let index = open.min(by: { parts[$0].position < parts[$1].position }) else {
            return false
        }
        let size = parts[index].pieceBytes
        try parts[index].input.read(upTo: size, into: &buffer)
        let before = blocks.count
        do {
            try parts[index].decoder.decode(buffer, into: &blocks)
            if buffer.count < size {
                parts[index].hasEnded = true
                try parts[index].decoder.finish(into: &blocks)
            }
        } catch {
            throw .damaged(error)
        }
        if blocks.count > before, let last = blocks.last {
            parts[index].position = Double(last.end) / parts[index].rate
        }
        return true
    }

    /// Presses of the button, for people.
    private static func tags(in path: String, _ names: [String], since start: UTCTime) -> [String] {
        guard names.contains(E4File.tags),
            let bytes = try? InputFile.contents(of: path + "/" + E4File.tags, limit: tagBytesMax)
        else { return [] }
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        return lines.compactMap { line in
            guard let seconds = Double(line.filter { !$0.isWhitespace }), seconds.isFinite
            else { return nil }
            let milliseconds = (seconds * 1_000).rounded() - Double(start.millisecondsSince1970)
            return "button pressed at \(milliseconds / 1_000) s"
        }
    }
}
