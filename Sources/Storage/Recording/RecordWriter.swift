import Biosignals
import Recordings

/// One record on the disk: a master header, a layout header, the segments and the annotations.
///
/// The record is one of variable layout, though its layout does not vary: that is the only kind in
/// which every reader takes a pause (`~`) for missing samples. Order of the files' making: signal
/// file, its header, then the master that names it, so that what is named is always there.
final class RecordWriter {
    struct Description {
        let name: String
        let channels: [Channel]
        let group: RateGroup
        let format: WFDBSignalFileEncoder.Format
        let sessionStart: UTCTime
        let noteLines: [String]
        let comments: [String]
    }

    let description: Description
    private let folder: RecordFolder
    private let limits: RecorderLimits
    private var master: HeaderFile?
    private var segments: [WFDBSegment] = []
    private var open: RecordSegment?
    private var segmentNumber = 0
    private var rotation: RecorderNews.RotationReason?
    private var annotations: AnnotationLog
    /// Frame of the session at which the record begins.
    private(set) var firstFrame: Int?
    /// Frame of the session at which the files were last on the disk.
    private var syncedFrame = 0
    private(set) var closedBytes = 0

    init(_ description: Description, in folder: RecordFolder, limits: RecorderLimits) {
        self.description = description
        self.folder = folder
        self.limits = limits
        let ticks = Double(description.group.samplesPerFrame.max() ?? 1)
        annotations = AnnotationLog(
            record: description.name, ticksPerSecond: ticks * description.group.frameRate)
    }

    var name: String { description.name }
    var bytes: Int { closedBytes + (open?.bytes ?? 0) }
    var annotationsDropped: Int { annotations.dropped }
    private var frameRate: Double { description.group.frameRate }
    private var startSeconds: Double? { firstFrame.map { Double($0) / frameRate } }

    /// Takes the next pieces and writes what has become enough.
    func append(
        _ pieces: [FrameAssembler.Piece], news: inout [RecorderNews]
    ) throws(RecorderError) {
        for piece in pieces {
            switch piece {
            case .pause(let frames):
                try closeSegment()
                segments.append(WFDBSegment(name: nil, length: frames))
                rotation = .pause(Seconds(Double(frames) / frameRate))
            case .frames(let first, let signals):
                let segment = try segment(at: first, news: &news)
                segment.append(signals)
                let waiting = Double(segment.frames - segment.framesWritten)
                if waiting >= limits.writeEvery.value * frameRate { try write() }
                try rotateIfDue(segment)
            }
        }
    }

    func add(_ annotation: RecordAnnotation, channel: Int) {
        annotations.add(annotation, channel: channel, recordStart: startSeconds ?? 0)
    }

    /// Hands everything so far to the kernel.
    ///
    /// - Parameter force: onto the disk too, however short ago that was.
    func write(sync force: Bool = false) throws(RecorderError) {
        if let open, open.hasPending {
            try open.write()
            try master?.update(masterHeader)
        }
        guard let open else { return }
        let end = open.firstFrame + open.framesWritten
        if let firstFrame {
            let seconds = Double(end - firstFrame) / frameRate
            try annotations.write(before: seconds - limits.annotationDelayMax.value)
        }
        let due = Double(end - syncedFrame) >= limits.syncEvery.value * frameRate
        guard due || (force && end > syncedFrame) else { return }
        try open.sync()
        try annotations.sync()
        syncedFrame = end
    }

    func finish() throws(RecorderError) {
        try closeSegment()
        try annotations.write(before: nil)
        try annotations.sync()
        annotations.close()
        if let master { try master.finish(masterHeader) }
        master = nil
    }

    private func segment(
        at frame: Int, news: inout [RecorderNews]
    ) throws(RecorderError) -> RecordSegment {
        if let open { return open }
        let isFirst = firstFrame == nil
        if isFirst {
            firstFrame = frame
            syncedFrame = frame
            var layout = header(named: name + "_layout", at: frame, stored: false)
            layout.comments = description.noteLines
            try folder.replace(layout.name + ".hea", with: Array(layout.text.utf8))
            segments = [WFDBSegment(name: layout.name, length: 0)]
        }
        segmentNumber += 1
        let digits = String(segmentNumber)
        let name =
            "\(name)_" + String(repeating: "0", count: max(4 - digits.count, 0)) + digits
        let new = try RecordSegment(
            header: header(named: name, at: frame, stored: true), firstFrame: frame,
            format: description.format, in: folder)
        open = new
        if let master {
            try master.begin(masterHeader, growth: Self.masterGrowth)
        } else {
            master = try HeaderFile(
                beginning: masterHeader, growth: Self.masterGrowth, in: folder)
            try annotations.begin(in: folder)
        }
        if isFirst {
            news.append(.started(record: self.name))
        } else {
            news.append(
                .rotated(record: self.name, segment: name, because: rotation ?? .age))
        }
        return new
    }

    /// Two lengths.
    private static let masterGrowth = 32

    private func rotateIfDue(_ segment: RecordSegment) throws(RecorderError) {
        if segment.bytes >= limits.segmentBytesMax {
            rotation = .size
        } else if Double(segment.frames) >= limits.segmentMax.value * frameRate {
            rotation = .age
        } else {
            return
        }
        try closeSegment()
    }

    private func closeSegment() throws(RecorderError) {
        guard let segment = open else { return }
        try segment.finish()
        open = nil
        closedBytes += segment.bytes
        segments.append(WFDBSegment(name: segment.name, length: segment.frames))
        syncedFrame = segment.firstFrame + segment.frames
    }

    private var masterHeader: WFDBHeader {
        var header = header(named: name, at: firstFrame ?? 0, stored: true)
        header.segments = segments
        if let open {
            header.segments.append(WFDBSegment(name: open.name, length: open.framesWritten))
        }
        header.length = header.segments.reduce(0) { $0 + $1.length }
        header.comments += description.comments
        return header
    }

    private func header(named name: String, at frame: Int, stored: Bool) -> WFDBHeader {
        var header = WFDBHeader(name: name, rate: Hertz(frameRate), length: nil)
        header.setStart(
            description.sessionStart.advanced(by: Seconds(Double(frame) / frameRate)))
        header.setFirstFrame(frame)
        header.comments = description.noteLines
        for (place, channel) in description.channels.enumerated() {
            var signal = WFDBSignal(
                file: stored ? name + ".dat" : "~",
                format: stored ? description.format.format : .null, gain: channel.scale.gain,
                baseline: Int(channel.scale.baseline.rounded()), unitText: channel.headerUnit,
                name: channel.name.headerText)
            signal.samplesPerFrame = description.group.samplesPerFrame[place]
            signal.adcResolution = description.format.bits
            header.signals.append(signal)
        }
        return header
    }
}

extension Channel {
    /// One word, in ASCII; what is not known stays what the device called it.
    fileprivate var headerUnit: String {
        guard unit == .counts else { return unit.symbol }
        let word = unitText.unicodeScalars.filter {
            $0.isASCII && $0.properties.generalCategory != .control && $0 != " "
        }
        return word.isEmpty ? unit.symbol : String(String.UnicodeScalarView(word))
    }
}

extension WFDBSignalFileEncoder.Format {
    fileprivate var bits: Int {
        switch self {
        case .packed12: 12
        case .int16: 16
        case .int24: 24
        case .int32: 32
        }
    }
}
