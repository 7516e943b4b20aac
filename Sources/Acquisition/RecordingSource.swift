import Biosignals

/// A recording in one format, being read.
protocol RecordingSource {
    var formatName: String { get }
    var name: String { get }
    var channels: [Channel] { get }
    var start: UTCTime? { get }
    var duration: Seconds? { get }
    /// Paths read so far, or known to be read later, the describing file first.
    var files: [String] { get }
    var notices: [String] { get }
    /// What whoever made the recording wrote about it.
    var comments: [String] { get }

    /// Share of its bytes read so far, 0…1, where it cannot say how long it is.
    var shareRead: Double? { get }

    /// Appends what the next piece of the file holds. Returns false at the end. What was appended
    /// before an error is sound.
    mutating func next(into blocks: inout [SignalBlock]) throws(AcquisitionError) -> Bool
}

extension RecordingSource {
    var comments: [String] { [] }
    var shareRead: Double? { nil }
}
