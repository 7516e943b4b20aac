import GRDB
import Synchronization

extension Store {
    private static let sessionTables = ["beats"] + SpanTable.allCases.map(\.rawValue)

    /// What is stored of a session besides its recording: rows of all tables but events.
    public func rowCount(ofSession id: String) throws(StorageError) -> Int {
        try read { database in
            try Self.sessionTables.reduce(0) { sum, table in
                let sql = "SELECT count(*) FROM \(table) WHERE session = ?"
                return sum + (try Int.fetchOne(database, sql: sql, arguments: [id]) ?? 0)
            }
        }
    }

    /// A session's events that wait for the broker: what was counted may not go missing, so they
    /// leave first.
    public func waitingCount(ofSession id: String) throws(StorageError) -> Int {
        try read { database in
            try Int.fetchOne(
                database,
                sql: """
                    SELECT count(*) FROM events
                    WHERE (session = ? OR codec = ?) AND state = 1 AND sequence > ?
                    """, arguments: [id, sealName(of: id), try Self.acknowledged(database)]) ?? 0
        }
    }

    /// Whether a session goes on.
    public func isOpen(session id: String) -> Bool { sealing.withLock { $0.open == id } }

    /// What its events are sealed with if it has a key of its own: those of before events noted their
    /// session are known by it. Of no session otherwise.
    private func sealName(of session: String) -> String {
        sessionKeys?.codec(of: session)?.name ?? ""
    }

    /// Erases what is stored of a session: its row, what was derived from it, what was said while it
    /// went on, and of a sealed session its key, without which copies of the database hold noise.
    ///
    /// Pages emptied are overwritten, and so is the log. Events of before a session was noted with
    /// them stay.
    ///
    /// - Parameter tombstone: what is kept in its place, by the same stroke, of so many rows.
    /// - Returns: rows erased.
    /// - Throws: `StorageError.logStillHeld` when all is done but that the log still holds copies.
    @discardableResult
    public func erase(
        session id: String, leaving tombstone: ((_ rows: Int) -> Tombstone)? = nil
    ) throws(StorageError) -> Int {
        let derived = try rowCount(ofSession: id)
        let sealName = sealName(of: id)
        let count = try write { database in
            for table in Self.sessionTables {
                try database.execute(
                    sql: "DELETE FROM \(table) WHERE session = ?", arguments: [id])
            }
            try database.execute(sql: "DELETE FROM sessions WHERE id = ?", arguments: [id])
            try database.execute(
                sql: """
                    DELETE FROM events
                    WHERE (session = ? OR codec = ?) AND NOT (state = 1 AND sequence > ?)
                    """, arguments: [id, sealName, try Self.acknowledged(database)])
            let count = derived + database.changesCount
            if let tombstone { try insert(tombstone(count), database) }
            return count
        }
        // A row whose key is gone would be in its readers' way: rows first, and while the broker has
        // yet to get some the key stays.
        guard try waitingCount(ofSession: id) == 0 else {
            try emptyLog()
            return count
        }
        try sessionKeys?.destroy(of: id)
        sealing.withLock { $0.codecs[id] = nil }
        try emptyLog()
        return count
    }
}
