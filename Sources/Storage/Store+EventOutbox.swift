import GRDB
public import Publishing
import Synchronization

extension Store: EventOutbox {
    public func pending(
        after sequence: UInt64, limit: Int
    ) throws(StorageError) -> [OutgoingEvent] {
        try read { database in
            let after = max(Int64(clamping: sequence), try Self.acknowledged(database))
            return try events(
                "SELECT * FROM events WHERE state = 1 AND sequence > ? ORDER BY sequence LIMIT ?",
                [after, max(limit, 0)], database)
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
                let (acknowledged, loss) = try resume(from: extent, database)
                // To count forty days anew would be to read them.
                let bytes =
                    loss == nil
                    ? max(progress.pendingBytes - acknowledged, 0)
                    : try Self.pendingBytes(database)
                return (bytes, loss)
            }
            progress.pendingBytes = bytes
            return loss
        }
    }

    /// - Returns: what waits no longer, bytes, and what has been lost.
    private func resume(
        from extent: StoredExtent, _ database: Database
    ) throws -> (acknowledged: Int64, loss: AcknowledgedLoss?) {
        switch extent {
        case .unknown: return (0, nil)
        case .empty: return (0, try reopen(after: 0, database))
        case .newest(let id, let bytes):
            let row = try Row.fetchOne(
                database, sql: "SELECT sequence, codec, payload FROM events WHERE id = ?",
                arguments: [id])
            // Not one of ours, or dropped since: it tells nothing.
            guard let row, try bytes.map({ try $0 == payload(row) }) ?? true else {
                return (0, nil)
            }
            let acknowledged = try acknowledge(through: row["sequence"], database)
            return (acknowledged, try reopen(after: row["sequence"], database))
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
