public import Biosignals
public import DeviceProtocols
import Recordings

/// What the user said about a recording that its file does not.
public struct RecordingOptions: Sendable {
    /// Channel names by role, as in `--map ecg=MLII`.
    public var map: [ChannelRole: String]
    /// Overrides the file's sampling rate.
    public var rate: Hertz?
    /// Overrides the file's start.
    public var start: UTCTime?
    /// Which board sent the bytes of a raw capture; nil to find out.
    public var board: Board?
    /// Told how far the reading has come.
    public var meter: ReadingMeter?

    public init(
        map: [ChannelRole: String] = [:], rate: Hertz? = nil, start: UTCTime? = nil,
        board: Board? = nil
    ) {
        self.map = map
        self.rate = rate
        self.start = start
        self.board = board
    }

    var hints: RecordingHints { RecordingHints(map: map, rate: rate) }
}
