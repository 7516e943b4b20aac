import GRDB

extension Store {
    private static let sessionTables = ["beats", "measures", "epochs", "edits"]

    /// What is stored of a session besides its recording: rows of all tables but events.
    public func rowCount(ofSession id: String) throws(StorageError) -> Int {
        try read { database in
            try Self.sessionTables.reduce(0) { sum, table in
                let sql = "SELECT count(*) FROM \(table) WHERE session = ?"
                return sum + (try Int.fetchOne(database, sql: sql, arguments: [id]) ?? 0)
            }
        }
    }

    /// Erases what is stored of a session: its row, and what was derived from it. Pages emptied are
    /// overwritten, and so is the log.
    ///
    /// - Returns: rows erased.
    @discardableResult
    public func erase(session id: String) throws(StorageError) -> Int {
        let count = try rowCount(ofSession: id)
        try write { database in
            for table in Self.sessionTables {
                try database.execute(
                    sql: "DELETE FROM \(table) WHERE session = ?", arguments: [id])
            }
            try database.execute(sql: "DELETE FROM sessions WHERE id = ?", arguments: [id])
        }
        try emptyLog()
        return count
    }
}
