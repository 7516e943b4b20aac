import GRDB
import Publishing
import Synchronization

/// A full outbox: the oldest of the least important go, and the store remembers which, until a
/// `gap` event has named them.
extension Store {
    /// The run of drops that has ended and that no `gap` event has named yet; nil while events
    /// still go, which is until the broker has acknowledged something again.
    ///
    /// Append the `gap` event that names it with `append(_:naming:)`.
    public func dropToName() throws(StorageError) -> OutboxDrop? {
        try read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM drops WHERE has_ended = 1").map(
                Self.drop)
        }
    }

    static func drop(_ row: Row) -> OutboxDrop {
        let (first, last): (Int64, Int64) = (row["first_sequence"], row["last_sequence"])
        return OutboxDrop(
            first: UInt64(max(first, 0)), last: UInt64(max(last, 0)), count: row["count"])
    }

    /// Drops until what waits is a tenth under the limit, so that it is not done at every append.
    /// - Returns: what waits now, bytes.
    func dropSurplus(
        _ pendingBytes: Int64, _ threshold: Int64, _ database: Database
    ) throws -> Int64 {
        guard pendingBytes > threshold else { return pendingBytes }
        var left = pendingBytes
        let target = limits.pendingBytesMax / 10 * 9
        var droppable: [EventPriority: [(sequence: Int64, bytes: Int64)]] = [:]
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT sequence, type, \(Self.bytesOfRow) AS bytes FROM events
                WHERE state = 1 AND sequence > ? ORDER BY sequence
                """, arguments: [try Self.acknowledged(database)])
        while let row = try rows.next() {
            let priority = EventPriority(type: row["type"])
            guard priority != .never else { continue }
            droppable[priority, default: []].append((row["sequence"], row["bytes"]))
        }
        var dropped: [Int64] = []
        for priority in EventPriority.allCases {
            for event in droppable[priority] ?? [] where left > target {
                dropped.append(event.sequence)
                left -= event.bytes
            }
        }
        try note(dropped.sorted(), database)
        return left
    }

    /// When to look for something to drop again. Where nothing is left that may go, not at every
    /// append, but when a tenth more waits.
    func dropThreshold(pendingBytes: Int64) -> Int64 {
        pendingBytes <= limits.pendingBytesMax
            ? limits.pendingBytesMax : pendingBytes + limits.pendingBytesMax / 10
    }

    private func note(_ dropped: [Int64], _ database: Database) throws {
        guard let first = dropped.first, let last = dropped.last else { return }
        for sequence in dropped {
            try database.cachedStatement(sql: "DELETE FROM events WHERE sequence = ?")
                .execute(arguments: [sequence])
        }
        try database.execute(
            sql: """
                INSERT INTO drops VALUES (1, ?, ?, ?, 0) ON CONFLICT (one) DO UPDATE SET
                first_sequence = min(first_sequence, excluded.first_sequence),
                last_sequence = max(last_sequence, excluded.last_sequence),
                count = count + excluded.count, has_ended = 0
                """, arguments: [first, last, dropped.count])
    }

    /// What a row takes up on its way to the broker.
    static let bytesOfRow = "(length(payload) + length(headers))"

    /// Of all that wait.
    static func pendingBytes(_ database: Database) throws -> Int64 {
        try Int64.fetchOne(
            database,
            sql: """
                SELECT coalesce(sum(\(bytesOfRow)), 0) FROM events
                WHERE state = 1 AND sequence > ?
                """, arguments: [try acknowledged(database)]) ?? 0
    }
}
