/// What was found unfinished in a folder of recordings, and made whole.
public struct RecordingRecovery: Equatable, Sendable {
    public struct Record: Equatable, Sendable {
        /// Of its session.
        public let folder: String
        public let name: String
        /// Frames that the record now holds, pauses included; 0 if it held none and is gone.
        public let frames: Int
        public let seconds: Double
        /// Bytes of a torn frame, cut off.
        public let bytesCut: Int
        /// Bytes of a torn annotation, cut off.
        public let annotationBytesCut: Int
    }

    public internal(set) var records: [Record] = []
    /// What could not be made whole; it is left as it was.
    public internal(set) var failures: [RecorderError] = []

    /// Whether everything was whole before.
    public var foundNothing: Bool { records.isEmpty && failures.isEmpty }
}
