/// A stretch of one person's signals from one source: a recording replayed or a live session.
public struct StoredSession: Sendable, Equatable {
    public let id: String
    /// Path of the replayed recording; nil when live.
    public let recording: String?
    /// SHA-256 of the recording's bytes, lower-case hex; nil when live.
    public let sha256: String?
    /// ms since 1970-01-01T00:00:00Z.
    public let startMilliseconds: Int64
    /// Nil until the session has ended.
    public let endMilliseconds: Int64?
    public let payload: [UInt8]

    public init(
        id: String, recording: String?, sha256: String?, startMilliseconds: Int64,
        endMilliseconds: Int64? = nil, payload: [UInt8]
    ) {
        self.id = id
        self.recording = recording
        self.sha256 = sha256
        self.startMilliseconds = startMilliseconds
        self.endMilliseconds = endMilliseconds
        self.payload = payload
    }
}

/// One detected beat.
public struct StoredBeat: Sendable, Equatable {
    public enum Source: String, Sendable { case ecg, ppg }

    public let session: String
    public let source: Source
    /// Place among the session's beats of this source, from 0.
    public let index: Int64
    /// ms since 1970-01-01T00:00:00Z, for finding; the exact fiducial is in the payload.
    public let timeMilliseconds: Int64
    public let payload: [UInt8]

    public init(
        session: String, source: Source, index: Int64, timeMilliseconds: Int64, payload: [UInt8]
    ) {
        self.session = session
        self.source = source
        self.index = index
        self.timeMilliseconds = timeMilliseconds
        self.payload = payload
    }
}

/// A measure over a window, an epoch's state, or an edit to the beats: a named span with a
/// payload.
public struct StoredSpan: Sendable, Equatable {
    public let session: String
    /// For example `hrv` for a measure, `stationary` for an epoch, `missed` for an edit.
    public let kind: String
    /// ms since 1970-01-01T00:00:00Z, end not included.
    public let milliseconds: Range<Int64>
    public let payload: [UInt8]

    public init(session: String, kind: String, milliseconds: Range<Int64>, payload: [UInt8]) {
        self.session = session
        self.kind = kind
        self.milliseconds = milliseconds
        self.payload = payload
    }
}

/// The tables of spans.
public enum SpanTable: String, Sendable, CaseIterable {
    case measures, epochs, edits
}
