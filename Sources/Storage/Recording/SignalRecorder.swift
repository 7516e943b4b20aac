public import Biosignals
public import Recordings

/// Writes one device's signals as WFDB records that are readable at any time and whole again after a
/// crash.
///
/// Input:  blocks and annotations on the session's axis, each channel in order; channels may lag
///         behind each other by `RecorderLimits.holdBack`, then what lags is missing.
/// Output: in the folder, per group of channels whose rates have a common frame rate, a record: the
///         first is called `name`, others `name_ppg` after the role of their first channel. Samples
///         are the device's whole numbers, with the scale in the header; missing ones carry the
///         format's invalid mark; pauses of `pauseMin` take no space. Annotations are in `.atr`.
/// Loss:   a killed process loses what was held back and not written, `holdBack + writeEvery`
///         (0.75 s), and annotations of the last `annotationDelayMax`; a power cut also what was not
///         synced. `recoverRecordings(in:)` makes whole what is left.
/// Errors: a full or failing disk stops the recorder for good; what was written stays valid, and
///         every further call returns at once. Free the disk and begin another recorder.
///
/// For one task. Every call may wait for the disk.
public final class SignalRecorder {
    public enum State: Equatable, Sendable {
        case recording
        /// Nil if that was asked for.
        case stopped(RecorderError?)
    }

    private struct Group {
        var assembler: FrameAssembler
        let writer: RecordWriter
        /// Annotations that came before the first sample.
        var early: [(RecordAnnotation, channel: Int)] = []
    }

    public private(set) var state = State.recording
    public var tally: RecorderTally {
        var tally = counted
        tally.bytes = groups.reduce(0) { $0 + $1.writer.bytes }
        tally.annotationsDropped += groups.reduce(0) { $0 + $1.writer.annotationsDropped }
        return tally
    }

    private let channels: [Channel]
    private let firstChannel: Int
    private let format: WFDBSignalFileEncoder.Format
    /// For each channel its group, and its place there.
    private var homes: [(group: Int, lane: Int)] = []
    private var groups: [Group] = []
    private var counted = RecorderTally()
    private var hasNewSamples = false

    private static let earlyMax = 256
    /// Further out no sample is: 300 years of a megahertz.
    private static let sampleMax = 10_000_000_000_000

    /// Nothing but the folder is made before the first sample comes.
    ///
    /// - Parameters:
    ///   - folder: the session's; made with 0700 if it is not there.
    ///   - name: of the device, unique in the folder: letters, digits, `-` and `_`.
    ///   - channels: of the device, in order.
    ///   - firstChannel: the session's index of the first of them; blocks of others are passed over.
    ///   - start: UTC of the session's second 0.
    ///   - comments: what makes the file explain itself: board, firmware, layout and its evidence.
    ///   - format: `.int16` or `.int24` only where the device's numbers fit.
    /// - Throws: `RecorderError` if the name cannot be used or the folder not be made.
    /// - Precondition: there is a channel, and every rate is positive.
    public init(
        folder: String, name: String, channels: [Channel], firstChannel: Int = 0, start: UTCTime,
        comments: [String] = [], format: WFDBSignalFileEncoder.Format = .int32,
        limits: RecorderLimits = RecorderLimits()
    ) throws(RecorderError) {
        precondition(!channels.isEmpty, "A recorder has a channel.")
        precondition(channels.allSatisfy { $0.rate.value > 0 }, "A sampling rate is positive.")
        let isWord = name.utf8.allSatisfy { byte in
            let character = Character(Unicode.Scalar(byte))
            return character.isASCII
                && (character.isLetter || character.isNumber || "-_".contains(character))
        }
        guard isWord, !name.isEmpty, name.utf8.count <= 64 else { throw .nameInvalid(name) }
        self.channels = channels
        self.firstChannel = firstChannel
        self.format = format
        let place = try RecordFolder(making: folder)
        homes = Array(repeating: (0, 0), count: channels.count)
        var names: Set<String> = []
        for (number, group) in RateGroup.groups(of: channels.map(\.rate.value)).enumerated() {
            let own = group.channels.map { channels[$0] }
            for (lane, channel) in group.channels.enumerated() { homes[channel] = (number, lane) }
            let role = own.lazy.compactMap(\.role).first?.rawValue ?? "signals"
            var record = number == 0 ? name : "\(name)_\(role)"
            while !names.insert(record).inserted { record += "_\(number)" }
            guard !place.exists(record + ".hea") else {
                throw .alreadyThere(path: place.file(record + ".hea"))
            }
            let description = RecordWriter.Description(
                name: record, channels: own, group: group, format: format, sessionStart: start,
                noteLines: WFDBRecorderNotes.comments(
                    device: name, sessionStart: start, channels: own,
                    places: group.channels.map { $0 + firstChannel }),
                comments: comments.map(\.headerText).filter { !$0.isEmpty })
            groups.append(
                Group(
                    assembler: FrameAssembler(
                        samplesPerFrame: group.samplesPerFrame,
                        holdFrames: Int(limits.holdBack.value * group.frameRate),
                        pauseFrames: Int(limits.pauseMin.value * group.frameRate)),
                    writer: RecordWriter(description, in: place, limits: limits)))
        }
    }

    /// - Returns: what began, went over into another file or stopped with these samples.
    public func append(_ blocks: [SignalBlock]) -> [RecorderNews] {
        guard state == .recording else { return [] }
        for block in blocks {
            let index = block.channel - firstChannel
            guard channels.indices.contains(index), !block.samples.isEmpty else { continue }
            guard block.start >= 0, block.start <= Self.sampleMax else {
                counted.samplesRefused += block.samples.count
                continue
            }
            hasNewSamples = true
            let late = groups[homes[index].group].assembler.add(
                digital(block.samples, channels[index].scale), lane: homes[index].lane,
                start: block.start)
            counted.samplesLate += late
            counted.samples += block.samples.count - late
        }
        return attempt { news throws(RecorderError) in
            try advance(all: false, news: &news)
        }
    }

    /// Annotations of any time not older than `annotationDelayMax`, in any order.
    public func append(_ annotations: [RecordAnnotation]) -> [RecorderNews] {
        guard state == .recording else { return [] }
        for annotation in annotations {
            let index = annotation.channel.map { $0 - firstChannel } ?? 0
            guard channels.indices.contains(index) else { continue }
            let (group, lane) = homes[index]
            if groups[group].writer.firstFrame != nil {
                groups[group].writer.add(annotation, channel: lane)
            } else if groups[group].early.count < Self.earlyMax {
                groups[group].early.append((annotation, lane))
            } else {
                counted.annotationsDropped += 1
            }
        }
        return []
    }

    /// To be called about once a second: writes what the recorder holds; also what waits for a
    /// channel that lags, if nothing at all has come since the last call.
    public func sync() -> [RecorderNews] {
        guard state == .recording else { return [] }
        let isStalled = !hasNewSamples
        hasNewSamples = false
        return attempt { news throws(RecorderError) in
            try advance(all: isStalled, news: &news)
            for group in groups { try group.writer.write(sync: isStalled) }
        }
    }

    /// Writes everything and closes the files. Nothing can be appended afterwards.
    public func finish() -> [RecorderNews] {
        guard state == .recording else { return [] }
        var news = attempt { news throws(RecorderError) in
            try advance(all: true, news: &news)
            for group in groups { try group.writer.finish() }
        }
        if state == .recording {
            state = .stopped(nil)
            news += stopped(because: nil)
        }
        return news
    }

    private func advance(all: Bool, news: inout [RecorderNews]) throws(RecorderError) {
        for index in groups.indices {
            let pieces = groups[index].assembler.take(all: all)
            guard !pieces.isEmpty else { continue }
            let writer = groups[index].writer
            try writer.append(pieces, news: &news)
            guard writer.firstFrame != nil, !groups[index].early.isEmpty else { continue }
            for (annotation, channel) in groups[index].early {
                writer.add(annotation, channel: channel)
            }
            groups[index].early.removeAll()
        }
    }

    private func attempt(
        _ work: (inout [RecorderNews]) throws(RecorderError) -> Void
    ) -> [RecorderNews] {
        var news: [RecorderNews] = []
        do {
            try work(&news)
        } catch {
            state = .stopped(error)
            // Closing needs no space where only lengths are written over; what fails is left as it
            // is: valid, and finished by the next recovery.
            for group in groups { try? group.writer.finish() }
            news += stopped(because: error)
        }
        return news
    }

    private func stopped(because error: RecorderError?) -> [RecorderNews] {
        groups.filter { $0.writer.firstFrame != nil || error != nil }
            .map { .stopped(record: $0.writer.name, because: error) }
    }

    private func digital(_ samples: [Double], _ scale: DigitalScale) -> [Int32?] {
        let range = format.range
        var clipped = 0
        let values = samples.map { sample -> Int32? in
            guard sample.isFinite else { return nil }
            let value = scale.digital(sample)
            // The conversion itself stops at 32 bits.
            let isBeyond = abs(sample * scale.gain + scale.baseline) >= 2_147_483_647.5
            guard !range.contains(value) || isBeyond else { return value }
            clipped += 1
            return min(max(value, range.lowerBound), range.upperBound)
        }
        counted.samplesClipped += clipped
        return values
    }
}
