import Recordings

/// The signal file and the header of the part of a record that is being written.
final class RecordSegment {
    let name: String
    let firstFrame: Int
    private let data: DiskFile
    private let file: HeaderFile
    private var header: WFDBHeader
    private var encoder: WFDBSignalFileEncoder
    private var pending: [UInt8] = []
    /// Encoded, perhaps not yet written.
    var frames: Int { encoder.frames }
    /// In the file.
    private(set) var framesWritten = 0
    var bytes: Int { data.size }
    var hasPending: Bool { !pending.isEmpty }

    /// - Parameter header: without length, sums and first values; its signals are all in one file.
    init(
        header: WFDBHeader, firstFrame: Int, format: WFDBSignalFileEncoder.Format,
        in folder: RecordFolder
    ) throws(RecorderError) {
        name = header.name
        self.firstFrame = firstFrame
        self.header = header
        encoder = WFDBSignalFileEncoder(
            format: format, samplesPerFrame: header.signals.map(\.samplesPerFrame))
        data = try DiskFile(creating: folder.file(header.name + ".dat"))
        // A first value, a sum and the length grow by so many digits at most.
        file = try HeaderFile(
            beginning: header, growth: 16 + 20 * header.signals.count, in: folder)
    }

    func append(_ signals: [[Int32?]]) { pending += encoder.encode(signals) }

    /// Hands the frames to the kernel, then lets the header promise them.
    func write() throws(RecorderError) {
        guard hasPending else { return }
        try data.append(pending)
        pending.removeAll(keepingCapacity: true)
        framesWritten = encoder.frames
        header.complete(file: name + ".dat", from: encoder)
        try file.update(header)
    }

    func sync() throws(RecorderError) { try data.sync() }

    /// Everything written, on the disk, and the header final.
    func finish() throws(RecorderError) {
        try write()
        try data.sync()
        try file.finish(header)
    }
}
