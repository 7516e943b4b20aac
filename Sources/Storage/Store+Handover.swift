import GRDB

extension Store {
    /// Keeps what a person's session hands to the next one, in place of what was kept before.
    ///
    /// - Parameter person: a pseudonym, never a name.
    public func keep(handover: [UInt8], person: String) throws(StorageError) {
        try write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO handovers VALUES (?, ?, ?)",
                arguments: [person, codec.name, try seal(handover)])
        }
    }

    /// Nil where nothing was kept: no session yet, or a store of an earlier version.
    public func handover(person: String) throws(StorageError) -> [UInt8]? {
        try read { database in
            guard try database.tableExists("handovers") else { return nil }
            return try Row.fetchOne(
                database, sql: "SELECT * FROM handovers WHERE person = ?", arguments: [person]
            ).map { try payload($0) }
        }
    }
}
