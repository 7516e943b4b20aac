/// An approval as it is kept: the record speaks for itself, by its signatures.
public struct StoredApproval: Equatable, Sendable {
    public let id: String
    /// s since 1970-01-01T00:00:00Z.
    public let asked: Int64
    public var isOpen: Bool
    /// Whether its outcome, if there is one, has been said.
    public var isTold: Bool
    public var record: [UInt8]
    /// As signed; empty before there is one.
    public var outcome: [UInt8]
    /// What was written, by path.
    public var files: [String]

    public init(
        id: String, asked: Int64, isOpen: Bool, isTold: Bool, record: [UInt8],
        outcome: [UInt8] = [], files: [String] = []
    ) {
        self.id = id
        self.asked = asked
        self.isOpen = isOpen
        self.isTold = isTold
        self.record = record
        self.outcome = outcome
        self.files = files
    }
}

/// What stays of something erased: that it was, and by which approval.
public struct Tombstone: Equatable, Sendable {
    public let resource: String
    public let approval: String
    public let actionHash: String
    /// ms since 1970-01-01T00:00:00Z.
    public let timeMilliseconds: Int64
    /// Of files.
    public let bytes: Int64
    /// Of tables.
    public let rows: Int64

    public init(
        resource: String, approval: String, actionHash: String, timeMilliseconds: Int64,
        bytes: Int64, rows: Int64
    ) {
        self.resource = resource
        self.approval = approval
        self.actionHash = actionHash
        self.timeMilliseconds = timeMilliseconds
        self.bytes = bytes
        self.rows = rows
    }
}
