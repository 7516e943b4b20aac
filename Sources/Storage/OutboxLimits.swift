/// How much waits for a broker, and how long what it acknowledged is held back for it.
public struct OutboxLimits: Sendable, Equatable {
    /// Payloads and headers that wait, bytes; beyond it the least important are dropped. 256 MiB
    /// is forty days of events at the default cadence.
    public var pendingBytesMax: Int64
    /// A broker that lost what it acknowledged gets again what was acknowledged so long ago at
    /// most, ms, …
    public var holdBackMilliseconds: Int64
    /// … or is among the newest so many bytes, whichever reaches further.
    public var holdBackBytes: Int64

    public init(
        pendingBytesMax: Int64 = 256 << 20, holdBackMilliseconds: Int64 = 600_000,
        holdBackBytes: Int64 = 8 << 20
    ) {
        self.pendingBytesMax = pendingBytesMax
        self.holdBackMilliseconds = holdBackMilliseconds
        self.holdBackBytes = holdBackBytes
    }
}

/// A run of events that a full outbox dropped, for one `gap` event.
public struct OutboxDrop: Sendable, Equatable {
    /// The first and the last that was dropped; others between them may have been kept.
    public let first: UInt64
    public let last: UInt64
    public let count: Int

    public init(first: UInt64, last: UInt64, count: Int) {
        self.first = first
        self.last = last
        self.count = count
    }
}
