import GRDB
import Publishing
import Synchronization

/// How far a broker has acknowledged what it was sent, and since when. One row for a batch, none
/// for an event: to tick events off one by one would write every page of them a second time.
extension Store {
    /// Every event up to this one that was to go to the broker is there; 0 before the first.
    static func acknowledged(_ database: Database) throws -> Int64 {
        try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT max(through) FROM acknowledgements")) ?? 0
    }

    /// - Returns: what waits no longer, bytes.
    func acknowledge(through sequence: Int64, _ database: Database) throws -> Int64 {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT count(*), coalesce(sum(\(Self.bytesOfRow)), 0) FROM events
                    WHERE state = 1 AND sequence > ? AND sequence <= ?
                    """), arguments: [try Self.acknowledged(database), sequence])
        guard let row, row[0] as Int > 0 else { return 0 }
        let time = now()
        try database.cachedStatement(sql: "INSERT INTO acknowledgements VALUES (?, ?)")
            .execute(arguments: [sequence, time])
        // The newest of what is no longer held back stands for all before it.
        try database.cachedStatement(
            sql: """
                DELETE FROM acknowledgements WHERE through <
                (SELECT max(through) FROM acknowledgements WHERE at_ms < ?)
                """
        ).execute(arguments: [time - limits.holdBackMilliseconds])
        try database.cachedStatement(sql: "UPDATE drops SET has_ended = 1").execute()
        return row[1]
    }

    /// Lets what was acknowledged after `sequence` and is still held back wait again.
    func reopen(after sequence: Int64, _ database: Database) throws -> AcknowledgedLoss? {
        let since = now() - limits.holdBackMilliseconds
        // `acknowledged_ms` and state 2 are of rows from before there were `acknowledgements`.
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT sequence, \(Self.bytesOfRow) AS bytes, coalesce(acknowledged_ms,
                    (SELECT at_ms FROM acknowledgements WHERE through >= sequence
                     ORDER BY through LIMIT 1)) AS at_ms
                FROM events WHERE state IN (1, 2) AND sequence > ? AND sequence <= ?
                ORDER BY sequence DESC
                """, arguments: [sequence, try Self.acknowledged(database)])
        var (bytes, oldest, resent, lost) = (Int64(0), Int64?.none, 0, 0)
        while let row = try rows.next() {
            bytes += row["bytes"] as Int64
            let at: Int64 = row["at_ms"] ?? 0
            if lost == 0, at >= since || bytes <= limits.holdBackBytes {
                oldest = row["sequence"]
                resent += 1
            } else {
                lost += 1
            }
        }
        if let oldest { try takeBack(from: oldest, database) }
        return resent + lost > 0 ? AcknowledgedLoss(resentCount: resent, lostCount: lost) : nil
    }

    /// What was before `sequence` stays acknowledged at the time it was.
    private func takeBack(from sequence: Int64, _ database: Database) throws {
        let at = try Int64.fetchOne(
            database,
            sql: "SELECT at_ms FROM acknowledgements WHERE through >= ? ORDER BY through LIMIT 1",
            arguments: [sequence - 1])
        try database.execute(
            sql: "DELETE FROM acknowledgements WHERE through >= ?", arguments: [sequence - 1])
        if let at, sequence > 1 {
            try database.execute(
                sql: "INSERT INTO acknowledgements VALUES (?, ?)", arguments: [sequence - 1, at])
        }
        try database.execute(
            sql: """
                UPDATE events SET state = 1, acknowledged_ms = NULL
                WHERE state = 2 AND sequence >= ?
                """, arguments: [sequence])
    }
}
