/// Which stored events are wanted, in the order of their own time.
public struct EventWindow: Sendable, Equatable {
    /// Where a reading was, or is to go on from: after this event.
    public struct Place: Sendable, Equatable {
        /// ms since 1970-01-01T00:00:00Z.
        public let timeMilliseconds: Int64
        /// Tells events of one time apart.
        public let sequence: UInt64

        public init(timeMilliseconds: Int64, sequence: UInt64) {
            self.timeMilliseconds = timeMilliseconds
            self.sequence = sequence
        }
    }

    /// CloudEvents types.
    public let types: [String]
    /// Half open, ms since 1970-01-01T00:00:00Z.
    public let milliseconds: Range<Int64>
    /// Nil for the first.
    public let after: Place?
    /// The newest event that counts: what is appended while somebody reads is not part of it.
    public let through: UInt64

    public init(types: [String], milliseconds: Range<Int64>, after: Place?, through: UInt64) {
        self.types = types
        self.milliseconds = milliseconds
        self.after = after
        self.through = through
    }
}
