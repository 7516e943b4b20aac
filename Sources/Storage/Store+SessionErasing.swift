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

    /// Whether a session has a key of its own, so that its events can be erased with it.
    public func isSealed(session id: String) -> Bool { sessionKeys?.codec(of: id) != nil }

    /// A session's events that wait for the broker: what was counted may not go missing, so they
    /// leave first.
    public func waitingCount(ofSession id: String) throws(StorageError) -> Int {
        guard let codec = sessionKeys?.codec(of: id) else { return 0 }
        return try read { database in
            try Int.fetchOne(
                database,
                sql: "SELECT count(*) FROM events WHERE codec = ? AND state = 1 AND sequence > ?",
                arguments: [codec.name, try Self.acknowledged(database)]) ?? 0
        }
    }

    /// Erases what is stored of a session: its row and what was derived from it, and of a sealed
    /// session its events and its key, without which copies of the database hold noise.
    ///
    /// Pages emptied are overwritten, and so is the log. Of a session that was not sealed the events
    /// stay: they name no session.
    ///
    /// - Returns: rows erased.
    @discardableResult
    public func erase(session id: String) throws(StorageError) -> Int {
        var count = try rowCount(ofSession: id)
        let codec = sessionKeys?.codec(of: id)
        try write { database in
            for table in Self.sessionTables {
                try database.execute(
                    sql: "DELETE FROM \(table) WHERE session = ?", arguments: [id])
            }
            try database.execute(sql: "DELETE FROM sessions WHERE id = ?", arguments: [id])
            if let codec {
                try database.execute(
                    sql: """
                        DELETE FROM events
                        WHERE codec = ? AND NOT (state = 1 AND sequence > ?)
                        """, arguments: [codec.name, try Self.acknowledged(database)])
                count += database.changesCount
            }
        }
        // Rows first: a row whose key is gone would be in its readers' way.
        try sessionKeys?.destroy(of: id)
        sealing.withLock { $0.codecs[id] = nil }
        try emptyLog()
        return count
    }
}
