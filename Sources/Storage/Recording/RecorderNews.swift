public import Biosignals

/// What a recorder did that others may want to be told.
public enum RecorderNews: Equatable, Sendable {
    public enum RotationReason: Equatable, Sendable {
        case size, age
        /// Nothing came for so long.
        case pause(Seconds)
    }

    /// The record's first samples are being written.
    case started(record: String)
    /// The record goes on in another signal file.
    case rotated(record: String, segment: String, because: RotationReason)
    /// Nothing more is written; nil if that was asked for.
    case stopped(record: String, because: RecorderError?)
}
