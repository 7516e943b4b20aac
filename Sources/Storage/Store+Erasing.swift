import Foundation
import GRDB

extension Store {
    /// Erases what belongs to one person: the baseline, the answers, or both. What they said stays in
    /// no page of the file and not in its log; the disk below may keep copies of its own.
    ///
    /// The rows of all others are taken out, the tables emptied (an emptied page is overwritten), and
    /// the others put back: single rows deleted would leave copies where a page was once divided.
    ///
    /// - Parameters:
    ///   - kind: only answers to this kind of insight.
    ///   - tombstone: what is kept in its place, by the same stroke, of so many rows.
    /// - Returns: rows erased.
    /// - Throws: `StorageError.logStillHeld` when all is done but that the log still holds copies.
    @discardableResult
    public func erase(
        person: String, from tables: [PersonalTable] = PersonalTable.allCases, kind: String? = nil,
        leaving tombstone: ((_ rows: Int) -> Tombstone)? = nil
    ) throws(StorageError) -> Int {
        var erased = 0
        try write { database in
            for table in tables {
                let isOne = kind != nil && table == .answers
                erased += try empty(
                    table, database,
                    where: isOne ? "person = ? AND kind = ?" : "person = ?",
                    isOne ? [person, kind] : [person])
            }
            if let tombstone { try insert(tombstone(erased), database) }
        }
        try emptyLog()
        return erased
    }

    private func empty(
        _ table: PersonalTable, _ database: Database, where condition: String,
        _ arguments: StatementArguments
    ) throws -> Int {
        let name = table.rawValue
        let all = try Int.fetchOne(database, sql: "SELECT count(*) FROM \(name)") ?? 0
        let others = try Row.fetchAll(
            database, sql: "SELECT * FROM \(name) WHERE NOT (\(condition))", arguments: arguments)
        // Without a condition, so that whole pages go.
        try database.execute(sql: "DELETE FROM \(name)")
        for row in others {
            let marks = Array(repeating: "?", count: row.count).joined(separator: ", ")
            try database.cachedStatement(sql: "INSERT INTO \(name) VALUES (\(marks))").execute(
                arguments: StatementArguments(row.databaseValues))
        }
        return all - others.count
    }

    /// Busy and locked.
    private static let heldCauses = ["SQLite error 5", "SQLite error 6"]

    /// Writes the log into the file and cuts it to nothing.
    func emptyLog() throws(StorageError) {
        do {
            try guarding(path) {
                _ = try database.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            }
        } catch .failed(_, let cause) where Self.heldCauses.contains(cause) {
            throw .logStillHeld(path: path)
        }
    }
}
