public import Biosignals
import Recordings

/// What the user said about a recording that its file does not.
public struct RecordingOptions: Sendable {
    /// Channel names by role, as in `--map ecg=MLII`.
    public var map: [ChannelRole: String]
    /// Overrides the file's sampling rate.
    public var rate: Hertz?
    /// Overrides the file's start.
    public var start: UTCTime?

    public init(map: [ChannelRole: String] = [:], rate: Hertz? = nil, start: UTCTime? = nil) {
        self.map = map
        self.rate = rate
        self.start = start
    }

    var hints: RecordingHints { RecordingHints(map: map, rate: rate) }
}
