import Biosignals
import Recordings

/// A segment of a WFDB export that is being written: its frames, some samples of which may be missing.
struct WFDBExportSegment {
    private(set) var header: WFDBHeader
    /// Of the whole recording.
    let frames: Range<Int>
    private let file: ExportFile
    private let samplesPerFrame: [Int]
    private var encoder: WFDBSignalFileEncoder
    private var next: Int

    init(
        header: WFDBHeader, frames: Range<Int>, format: WFDBSignalFileEncoder.Format,
        file: ExportFile
    ) {
        self.header = header
        self.frames = frames
        self.file = file
        samplesPerFrame = header.signals.map(\.samplesPerFrame)
        encoder = WFDBSignalFileEncoder(format: format, samplesPerFrame: samplesPerFrame)
        next = frames.lowerBound
    }

    /// Its own frames of a stretch, those that are missing before it filled up.
    mutating func take(
        _ stretch: SampleGrid.Stretch, _ stored: [StoredNumbers.Choice]
    ) throws(ExportError) {
        let own = (stretch.firstFrame..<(stretch.firstFrame + stretch.count)).clamped(to: frames)
        guard !own.isEmpty else { return }
        try fill(until: own.lowerBound)
        let offset = own.lowerBound - stretch.firstFrame
        let values = stretch.samples.indices.map { lane -> [Int32?] in
            let size = samplesPerFrame[lane]
            let scale = stored[lane].scale
            return stretch.samples[lane][(offset * size)..<((offset + own.count) * size)].map {
                $0.isNaN ? nil : scale.digital($0)
            }
        }
        try file.write(encoder.encode(values))
        next = own.upperBound
    }

    /// The signal file, whole; the header is complete then.
    mutating func finish() throws(ExportError) -> ExportFile {
        try fill(until: frames.upperBound)
        try file.write(encoder.finish())
        if let name = header.signals.first?.file { header.complete(file: name, from: encoder) }
        return file
    }

    private mutating func fill(until frame: Int) throws(ExportError) {
        while next < frame {
            let count = min(Self.fillFrames, frame - next)
            try file.write(
                encoder.encode(samplesPerFrame.map { Array(repeating: nil, count: $0 * count) }))
            next += count
        }
    }

    private static let fillFrames = 64
}
