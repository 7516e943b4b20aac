import GRDB
public import Publishing
import Synchronization

extension Store: EventOutbox {
    public func pending(
        after sequence: UInt64, limit: Int
    ) throws(StorageError) -> [OutgoingEvent] {
        try events(
            "SELECT * FROM events WHERE state = 1 AND sequence > ? ORDER BY sequence LIMIT ?",
            [Int64(clamping: sequence), max(limit, 0)])
    }

    public func acknowledge(through sequence: UInt64) throws(StorageError) {
        try progress.withLock { progress throws(StorageError) in
            let bytes = try write { database in
                try acknowledge(through: Int64(clamping: sequence), database)
            }
            progress.pendingBytes = max(progress.pendingBytes - bytes, 0)
        }
    }

    /// - Returns: what waits no longer, bytes.
    private func acknowledge(through sequence: Int64, _ database: Database) throws -> Int64 {
        let bytes = try Int64.fetchOne(
            database,
            sql: """
                SELECT coalesce(sum(\(Self.bytesOfRow)), 0) FROM events
                WHERE state = 1 AND sequence <= ?
                """, arguments: [sequence])
        try database.execute(
            sql: """
                UPDATE events SET state = 2, acknowledged_ms = ?
                WHERE state = 1 AND sequence <= ?
                """, arguments: [now(), sequence])
        if database.changesCount > 0 {
            try database.execute(sql: "UPDATE drops SET has_ended = 1")
        }
        return bytes ?? 0
    }

    public func resume(from extent: StoredExtent) throws(StorageError) -> AcknowledgedLoss? {
        try progress.withLock { progress throws(StorageError) in
            let (bytes, loss) = try write { database -> (Int64, AcknowledgedLoss?) in
                switch extent {
                case .unknown: return (try Self.pendingBytes(database), nil)
                case .empty:
                    let loss = try reopen(after: 0, database)
                    return (try Self.pendingBytes(database), loss)
                case .newest(let id, let bytes):
                    let row = try Row.fetchOne(
                        database,
                        sql: "SELECT sequence, state, codec, payload FROM events WHERE id = ?",
                        arguments: [id])
                    // Not one of ours, or dropped since: it tells nothing.
                    guard let row, try bytes.map({ try $0 == payload(row) }) ?? true else {
                        return (try Self.pendingBytes(database), nil)
                    }
                    _ = try acknowledge(through: row["sequence"], database)
                    let loss = try reopen(after: row["sequence"], database)
                    return (try Self.pendingBytes(database), loss)
                }
            }
            progress.pendingBytes = bytes
            return loss
        }
    }

    /// Lets what was acknowledged after `sequence` and is still held back wait again.
    private func reopen(after sequence: Int64, _ database: Database) throws -> AcknowledgedLoss? {
        let since = now() - limits.holdBackMilliseconds
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT sequence, acknowledged_ms, \(Self.bytesOfRow) AS bytes FROM events
                WHERE state = 2 AND sequence > ? ORDER BY sequence DESC
                """, arguments: [sequence])
        var (bytes, oldest, resent, lost) = (Int64(0), Int64?.none, 0, 0)
        while let row = try rows.next() {
            bytes += row["bytes"] as Int64
            let at: Int64 = row["acknowledged_ms"] ?? 0
            if lost == 0, at >= since || bytes <= limits.holdBackBytes {
                oldest = row["sequence"]
                resent += 1
            } else {
                lost += 1
            }
        }
        if let oldest {
            try database.execute(
                sql: """
                    UPDATE events SET state = 1, acknowledged_ms = NULL
                    WHERE state = 2 AND sequence >= ?
                    """, arguments: [oldest])
        }
        return resent + lost > 0 ? AcknowledgedLoss(resentCount: resent, lostCount: lost) : nil
    }

    public func pendingCount() throws(StorageError) -> Int {
        try read { database in
            try Int.fetchOne(database, sql: "SELECT count(*) FROM events WHERE state = 1") ?? 0
        }
    }

    public func onAppend(_ notify: @escaping @Sendable () -> Void) {
        progress.withLock { $0.observers.append(notify) }
    }
}
