/// Whether and how what comes from the boards is kept.
public struct RecordingSettings: Equatable, Sendable {
    public var isEnabled = false
    /// Absolute path.
    public var folder: String
    /// A recording is closed and a new one begun at this size, MiB.
    public var rotateMebibytes = 256
    /// And at this age, hours.
    public var rotateHours = 24.0
    /// How often the recording is made safe against a power cut, seconds.
    public var syncSeconds = 1.0

    public init(folder: String) { self.folder = folder }

    static func folder(in stateDirectory: String) -> String {
        (stateDirectory == "/" ? "" : stateDirectory) + "/recordings"
    }
}
