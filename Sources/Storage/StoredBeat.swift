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
