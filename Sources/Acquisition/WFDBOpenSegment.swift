import Biosignals
import Recordings

/// The signal files of one segment, read in step.
struct WFDBOpenSegment {
    fileprivate struct Part {
        let file: InputFile
        var decoder: WFDBSignalFileDecoder
        var buffer: [UInt8] = []
        var hasEnded = false
    }

    private var parts: [Part] = []
    private let framesPerPiece: Int

    /// Over all signals, so that a record of a thousand signals is read in small pieces too.
    private static let pieceSamplesMax = 262_144

    init(
        parts: [(path: String, feeds: [WFDBSignalFeed])], firstFrame: Int, frames: Int?,
        pieceFramesMax: Int = .max
    ) throws(AcquisitionError) {
        let fastest = parts.flatMap(\.feeds).map(\.signal.samplesPerFrame).max() ?? 1
        // A multiple of 6, so that pieces end where groups of 2 or 3 packed samples end.
        let frame = parts.flatMap(\.feeds).reduce(0) { $0 + $1.signal.samplesPerFrame }
        let most = min(
            4_096 / fastest, Self.pieceSamplesMax / max(frame, 1), pieceFramesMax)
        framesPerPiece = max(most / 6, 1) * 6
        for (path, feeds) in parts {
            let file = try InputFile(opening: path)
            file.seek(to: feeds.map(\.signal.byteOffset).max() ?? 0)
            let decoder = WFDBSignalFileDecoder(
                signals: feeds, firstFrame: firstFrame, frames: frames, file: path)
            self.parts.append(Part(file: file, decoder: decoder))
        }
    }

    /// Appends the next frames of every file. Returns false when all have ended and were sound.
    mutating func next(into blocks: inout [SignalBlock]) throws(AcquisitionError) -> Bool {
        for index in parts.indices where !parts[index].hasEnded {
            try parts[index].next(frames: framesPerPiece, into: &blocks)
        }
        guard parts.allSatisfy(\.hasEnded) else { return true }
        for index in parts.indices {
            do {
                try parts[index].decoder.finish(into: &blocks)
            } catch {
                throw .damaged(error)
            }
        }
        return false
    }
}

extension WFDBOpenSegment.Part {
    fileprivate mutating func next(
        frames: Int, into blocks: inout [SignalBlock]
    ) throws(AcquisitionError) {
        let wanted = decoder.byteCount(ofFrames: frames)
        try file.read(upTo: wanted, into: &buffer)
        decoder.decode(buffer, into: &blocks)
        hasEnded = buffer.count < wanted || decoder.isComplete
    }
}
