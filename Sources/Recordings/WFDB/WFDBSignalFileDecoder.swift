public import Biosignals

/// One signal file of a record (or of one of its segments): bytes in any cut to blocks of samples.
///
/// Input:  the file's bytes from the byte offset of its signals on.
/// Output: blocks in each channel's unit. Samples marked invalid, and those that skew pushes out of
///         the record, are left out: a block that does not start where the one before it ended
///         follows a gap.
/// Source: WFDB Applications Guide, signal(5) and header(5).
public struct WFDBSignalFileDecoder: Sendable {
    private let file: String
    private let framesPromised: Int?
    private let checksExcess: Bool
    private let samplesPerFrame: Int
    private var unpacker: WFDBSampleUnpacker
    private var lanes: [WFDBSignalLane]
    /// Unpacked samples, of which less than one frame is left between calls.
    private var values: [Int32] = []
    private var framesDone = 0
    private var hasExcess = false

    /// - Parameters:
    ///   - signals: all signals of this file, in the header's order, with what they feed.
    ///   - firstFrame: index in the whole recording of the file's first frame.
    ///   - frames: how many the header promises; nil if it does not say.
    ///   - file: how errors name the file.
    /// - Precondition: there is a signal, and all have one format.
    public init(signals: [WFDBSignalFeed], firstFrame: Int = 0, frames: Int?, file: String) {
        precondition(
            Set(signals.map(\.signal.format)).count == 1, "A signal file has one format.")
        self.file = file
        framesPromised = frames
        unpacker = WFDBSampleUnpacker(format: signals[0].signal.format)
        checksExcess = signals.allSatisfy { $0.signal.byteOffset == 0 && $0.signal.blockSize == 0 }
        lanes = []
        var offset = 0
        for feed in signals {
            lanes.append(WFDBSignalLane(feed, offsetInFrame: offset, firstFrame: firstFrame))
            offset += feed.signal.samplesPerFrame
        }
        samplesPerFrame = offset
    }

    /// Bytes that hold exactly `frames` frames, if that is a multiple of 6; else enough for them.
    public func byteCount(ofFrames frames: Int) -> Int {
        let group = unpacker.format.group
        return (frames * samplesPerFrame + group.samples - 1) / group.samples * group.bytes
    }

    /// Whether all promised frames have come and enough of what follows them to know whether the
    /// file is longer than promised: further bytes change nothing.
    public var isComplete: Bool {
        framesDone == framesPromised && (hasExcess || !checksExcess)
    }

    public mutating func decode(_ bytes: UnsafeRawBufferPointer, into blocks: inout [SignalBlock]) {
        if framesDone == framesPromised {
            noteExcess(bytes)
            return
        }
        unpacker.unpack(bytes, into: &values)
        decodeFrames(into: &blocks)
    }

    public mutating func decode(_ bytes: [UInt8], into blocks: inout [SignalBlock]) {
        bytes.withUnsafeBytes { decode($0, into: &blocks) }
    }

    /// To be called when the file has ended.
    ///
    /// - Throws: `RecordingError` if the file is shorter or longer than promised or a checksum
    ///   differs. All blocks were appended before.
    public mutating func finish(into blocks: inout [SignalBlock]) throws(RecordingError) {
        let endsWithinSample = unpacker.flush(into: &values)
        decodeFrames(into: &blocks)
        if let promised = framesPromised, framesDone < promised {
            throw error(.truncated(found: framesDone, promised: promised))
        }
        if let promised = framesPromised, hasExcess {
            throw error(.longerThanPromised(promised: promised))
        }
        // A lone sample left over from a packed group is padding, not a torn frame.
        let frameIsOpen = endsWithinSample || values.count >= unpacker.format.group.samples
        if framesPromised == nil, frameIsOpen {
            throw error(.truncated(found: framesDone, promised: nil))
        }
        for lane in lanes {
            guard let stated = lane.statedChecksum, lane.checksum != stated else { continue }
            throw RecordingError(
                file: file,
                problem: .checksumMismatch(
                    signal: lane.name, found: Int(lane.checksum), stated: Int(stated)))
        }
    }

    private mutating func decodeFrames(into blocks: inout [SignalBlock]) {
        var frames = values.count / samplesPerFrame
        if let framesPromised { frames = min(frames, framesPromised - framesDone) }
        if frames > 0 {
            values.withUnsafeBufferPointer { buffer in
                for lane in lanes.indices {
                    lanes[lane].take(
                        buffer, frames: frames, samplesPerFrame: samplesPerFrame, into: &blocks)
                }
            }
            framesDone += frames
        }
        let used = frames * samplesPerFrame
        if framesDone == framesPromised {
            noteExcess(values[used...])
            values.removeAll()
        } else {
            values.removeFirst(used)
        }
    }

    /// Zeros after the last promised frame are padding, whole samples after it are a lie.
    private mutating func noteExcess(_ values: ArraySlice<Int32>) {
        guard checksExcess, values.count >= samplesPerFrame else { return }
        if values.contains(where: { $0 != 0 && $0 != unpacker.format.invalidMark }) {
            hasExcess = true
        }
    }

    private mutating func noteExcess(_ bytes: UnsafeRawBufferPointer) {
        guard checksExcess else { return }
        var excess: [Int32] = []
        unpacker.unpack(bytes, into: &excess)
        noteExcess(excess[...])
    }

    private func error(_ problem: RecordingProblem) -> RecordingError {
        RecordingError(file: file, place: .sample(framesDone), problem: problem)
    }
}
