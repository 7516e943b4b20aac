public import Biosignals
import Recordings

/// A recording on disk, read from front to back in pieces: memory does not grow with its length.
///
/// For one task: a reader is not shared.
public final class RecordingReader {
    private var source: any RecordingSource
    private var pendingError: AcquisitionError?
    private var hasEnded = false
    private let startAsked: UTCTime?
    private let meter: ReadingMeter?
    /// Seconds from sample 0 to the end of what was read.
    private var position = 0.0

    /// - Parameter path: a WFDB record (its path without extension, its `.hea` or its `.dat`), a
    ///   CSV file (comma, semicolon or tab, or BIDS physio `.tsv.gz`) whose header row or sidecar
    ///   `.json` names the columns, an EDF, EDF+, BDF or BDF+ file, a directory that the agent recorded (all its
    ///   devices, sample 0 being the session's), one of an Empatica E4, or a device's log or raw
    ///   capture.
    /// - Throws: `AcquisitionError` if a file cannot be opened, or the describing file is damaged.
    public init(
        opening path: String, options: RecordingOptions = RecordingOptions()
    ) throws(AcquisitionError) {
        startAsked = options.start
        meter = options.meter
        source =
            switch try RecordingLocation(path) {
            case .wfdb(let header): try WFDBSource(header: header, hints: options.hints)
            case .folder(let folder):
                try RecordedFolderSource(folder: folder, hints: options.hints)
            case .edf(let file): try EDFSource(path: file, hints: options.hints)
            case .e4(let folder): try E4Source(folder: folder, hints: options.hints)
            case .csv(let table): try CSVSource(path: table, hints: options.hints)
            case .deviceLog(let file): try DeviceLogSource(path: file, board: options.board)
            }
    }

    /// The record's name, for people.
    public var name: String { source.name }
    /// `WFDB`, `EDF+`, `CSV` and the like.
    public var formatName: String { source.formatName }
    public var channels: [Channel] { source.channels }
    /// Of the first sample: as asked for, else as the file says; nil if neither.
    public var start: UTCTime? { startAsked ?? source.start }
    /// What the header promises; nil if nothing does.
    public var duration: Seconds? { source.duration }
    /// All files read so far, the describing one first.
    public var files: [String] { source.files }
    /// What the user should know about how the file was read, one sentence fragment each.
    public var notices: [String] { source.notices }
    /// What whoever made the recording wrote about it, a line each; empty for most formats.
    public var comments: [String] { source.comments }

    /// Appends the next blocks: all channels in step, at most about 4096 samples of the fastest.
    ///
    /// Everything that is sound is delivered first; the call after that throws the damage, once.
    /// - Returns: false at the end; then nothing was appended.
    public func next(into blocks: inout [SignalBlock]) throws(AcquisitionError) -> Bool {
        if let error = pendingError {
            pendingError = nil
            hasEnded = true
            throw error
        }
        let before = blocks.count
        defer { measure(blocks[before...]) }
        while !hasEnded {
            do {
                hasEnded = try !source.next(into: &blocks)
            } catch {
                guard blocks.count > before else {
                    hasEnded = true
                    throw error
                }
                pendingError = error
                return true
            }
            if blocks.count > before { return true }
        }
        return false
    }

    private func measure(_ blocks: ArraySlice<SignalBlock>) {
        guard let meter else { return }
        let end = blocks.reduce(position) {
            max($0, Double($1.end) / source.channels[$1.channel].rate.value)
        }
        let share = source.shareRead ?? 0
        meter.add(
            end - position, of: source.duration?.value ?? (share > 0 ? end / share : nil),
            name: source.name)
        position = end
    }
}
