import GRDB
public import Publishing
import Synchronization

extension Store: EventOutbox {
    public func pending(
        after sequence: UInt64, limit: Int
    ) throws(StorageError) -> [OutgoingEvent] {
        try read { database in
            let after = max(Int64(clamping: sequence), try Self.acknowledged(database))
            return try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT * FROM events WHERE state = 1 AND sequence > ?
                        ORDER BY sequence LIMIT ?
                        """), arguments: [after, max(limit, 0)]
            ).map(event)
        }
    }

    /// Costs no `fsync`: a tick that a power cut undid is found again by `resume`, or costs one
    /// sending more. The next append's covers it.
    public func acknowledge(through sequence: UInt64) throws(StorageError) {
        try progress.withLock { progress throws(StorageError) in
            let bytes = try writeLazily { database in
                try acknowledge(through: Int64(clamping: sequence), database)
            }
            progress.pendingBytes = max(progress.pendingBytes - bytes, 0)
        }
    }

    public func resume(from extent: StoredExtent) throws(StorageError) -> AcknowledgedLoss? {
        try progress.withLock { progress throws(StorageError) in
            let (bytes, loss) = try write { database in
                let loss = try resume(from: extent, database)
                return (try Self.pendingBytes(database), loss)
            }
            progress.pendingBytes = bytes
            return loss
        }
    }

    private func resume(
        from extent: StoredExtent, _ database: Database
    ) throws -> AcknowledgedLoss? {
        switch extent {
        case .unknown: return nil
        case .empty: return try reopen(after: 0, database)
        case .newest(let id, let bytes):
            let row = try Row.fetchOne(
                database, sql: "SELECT sequence, codec, payload FROM events WHERE id = ?",
                arguments: [id])
            // Not one of ours, or dropped since: it tells nothing.
            guard let row, try bytes.map({ try $0 == payload(row) }) ?? true else { return nil }
            _ = try acknowledge(through: row["sequence"], database)
            return try reopen(after: row["sequence"], database)
        }
    }

    public func pendingCount() throws(StorageError) -> Int {
        try read { database in
            try Int.fetchOne(
                database, sql: "SELECT count(*) FROM events WHERE state = 1 AND sequence > ?",
                arguments: [try Self.acknowledged(database)]) ?? 0
        }
    }

    public func onAppend(_ notify: @escaping @Sendable () -> Void) {
        progress.withLock { $0.observers.append(notify) }
    }
}
