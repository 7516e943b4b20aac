import Foundation
import GRDB

extension Store {
    /// Keeps rows of a person's baseline in one transaction; a row that is there already becomes the
    /// new one. Forward in time only: a row that ends before the newest kept one of its measure is
    /// left out, so that an older recording replayed after a newer one rewrites nothing.
    ///
    /// - Parameter person: a pseudonym, never a name.
    /// - Returns: how many were kept.
    @discardableResult
    public func keep(
        baseline rows: [StoredBaselineRow], person: String
    ) throws(StorageError) -> Int {
        guard !rows.isEmpty else { return 0 }
        for row in rows {
            precondition(row.isSound, "a baseline row cannot be as given: \(row.measure)")
        }
        return try write { database in
            var count = 0
            for row in rows.sorted(by: { $0.last < $1.last }) {
                if let newest = try newestMinute(of: row.measure, person, database),
                    row.last < newest
                {
                    continue
                }
                try insert(row, person, database)
                count += 1
            }
            for measure in Set(rows.map(\.measure)) { try forgetOld(measure, person, database) }
            return count
        }
    }

    /// A person's baseline, by measure and time.
    ///
    /// Throws: `rowDamaged` if one of its rows cannot be what was written.
    public func baseline(person: String) throws(StorageError) -> [StoredBaselineRow] {
        guard try hasPersonalTables() else { return [] }
        return try read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM baselines WHERE person = ? ORDER BY measure, day, part",
                arguments: [person]
            ).map(baselineRow)
        }
    }

    /// A store written by an earlier version and opened for reading has none.
    func hasPersonalTables() throws(StorageError) -> Bool {
        try read { try $0.tableExists("baselines") }
    }

    private struct Payload: Codable {
        let minute: Double
        let value: Double
        let usable: Double
        let weight: Double
    }

    private func newestMinute(
        of measure: String, _ person: String, _ database: Database
    ) throws -> Int64? {
        try Int64.fetchOne(
            database,
            sql: "SELECT max(last_minute) FROM baselines WHERE person = ? AND measure = ?",
            arguments: [person, measure])
    }

    private func insert(
        _ row: StoredBaselineRow, _ person: String, _ database: Database
    ) throws {
        let payload = Payload(
            minute: row.minute, value: row.value, usable: row.usable, weight: row.weight)
        try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO baselines VALUES (?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            person, row.measure, row.day, row.part, row.last, codec.name,
            try seal(personalPayload(payload)),
        ])
    }

    private func forgetOld(_ measure: String, _ person: String, _ database: Database) throws {
        try database.execute(
            sql: """
                DELETE FROM baselines WHERE person = ?1 AND measure = ?2 AND day <=
                (SELECT max(day) FROM baselines WHERE person = ?1 AND measure = ?2) - ?3
                """, arguments: [person, measure, StoredBaselineRow.daysKept])
    }

    private func baselineRow(_ row: Row) throws -> StoredBaselineRow {
        let damaged = StorageError.rowDamaged(path: path, table: .baselines)
        let bytes = Data(try payload(row))
        guard let payload = try? JSONDecoder().decode(Payload.self, from: bytes) else {
            throw damaged
        }
        let (day, part, last): (Int64, Int64, Int64) = (row["day"], row["part"], row["last_minute"])
        let (minutes, overflow) = day.multipliedReportingOverflow(by: 1_440)
        let (lastMinute, under) = last.subtractingReportingOverflow(minutes)
        guard !overflow, !under else { throw damaged }
        let stored = StoredBaselineRow(
            measure: row["measure"], day: Int(day), part: Int(part), minute: payload.minute,
            value: payload.value, usable: payload.usable, weight: payload.weight,
            lastMinute: Int(lastMinute))
        guard stored.isSound else { throw damaged }
        return stored
    }
}

/// The same bytes for the same values.
func personalPayload(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return Array(try encoder.encode(value))
}
