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
        try write { database in
            try database.execute(
                sql: """
                    UPDATE events SET state = 2, acknowledged_ms = ?
                    WHERE state = 1 AND sequence <= ?
                    """, arguments: [now(), Int64(clamping: sequence)])
        }
    }

    public func pendingSequence(ofID id: String) throws(StorageError) -> UInt64? {
        let sequence = try read { database in
            try Int64.fetchOne(
                database, sql: "SELECT sequence FROM events WHERE id = ? AND state = 1",
                arguments: [id])
        }
        return sequence.map { UInt64(max($0, 0)) }
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
