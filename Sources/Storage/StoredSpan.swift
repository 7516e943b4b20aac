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
    case measures, epochs, edits, facts
}
