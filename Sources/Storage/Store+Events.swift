import Foundation
import GRDB
public import Publishing
import Synchronization

extension Store {
    /// The sequence of the newest event ever appended, 0 before the first.
    public var lastSequence: UInt64 { progress.withLock { $0.lastSequence } }

    /// Appends events in one transaction: all are on the disk when this returns, or none.
    ///
    /// Their sequences must continue `lastSequence` without a hole. When more would wait than
    /// `OutboxLimits` allows, the least important that wait are dropped.
    ///
    /// - Parameter named: the run of drops that one of these events names.
    public func append(
        _ events: [OutgoingEvent], naming named: OutboxDrop? = nil
    ) throws(StorageError) {
        guard !events.isEmpty else { return }
        let observers = try progress.withLock { progress throws(StorageError) in
            for (event, expected) in zip(events, (progress.lastSequence + 1)...) {
                precondition(
                    event.sequence == expected,
                    "event \(event.sequence) was appended where \(expected) was due")
            }
            let last = progress.lastSequence + UInt64(events.count)
            let pendingBytes = try write { database in
                let added = try events.reduce(0) { try $0 + insert($1, database) }
                try database.cachedStatement(sql: "UPDATE instance SET last_sequence = ?")
                    .execute(arguments: [Int64(last)])
                if named != nil {
                    try database.execute(sql: "DELETE FROM drops WHERE has_ended = 1")
                }
                guard keepsForBroker else { return progress.pendingBytes }
                return try dropSurplus(
                    progress.pendingBytes + added, progress.dropThreshold, database)
            }
            progress.lastSequence = last
            progress.pendingBytes = pendingBytes
            if pendingBytes > progress.dropThreshold || pendingBytes <= limits.pendingBytesMax {
                progress.dropThreshold = dropThreshold(pendingBytes: pendingBytes)
            }
            return progress.observers
        }
        for notify in observers { notify() }
    }

    /// Events above a sequence, oldest first, acknowledged or not.
    public func events(after sequence: UInt64, limit: Int) throws(StorageError) -> [OutgoingEvent] {
        try events(
            "SELECT * FROM events WHERE sequence > ? ORDER BY sequence LIMIT ?",
            [Int64(clamping: sequence), limit])
    }

    public func event(id: String) throws(StorageError) -> OutgoingEvent? {
        try events("SELECT * FROM events WHERE id = ?", [id]).first
    }

    /// The newest events of a type below a sequence, newest first.
    public func events(
        ofType type: String, before sequence: UInt64, limit: Int
    ) throws(StorageError) -> [OutgoingEvent] {
        try events(
            "SELECT * FROM events WHERE type = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?",
            [type, Int64(clamping: sequence), limit])
    }

    /// - Returns: what the row takes up on its way to the broker, bytes.
    private func insert(_ event: OutgoingEvent, _ database: Database) throws -> Int64 {
        let (codec, session) = eventSealing
        let payload = Data(try codec.seal(event.payload))
        let headers = HeaderText.text(of: event.headers)
        try database.cachedStatement(
            sql: "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?)"
        ).execute(arguments: [
            Int64(event.sequence), event.id, event.subject, event.type, event.timeMilliseconds,
            keepsForBroker ? 1 : 0, codec.name, payload, headers, session,
        ])
        return Int64(payload.count + headers.utf8.count)
    }

    func events(
        _ sql: String, _ arguments: StatementArguments
    ) throws(StorageError) -> [OutgoingEvent] {
        try read { try events(sql, arguments, $0) }
    }

    /// - Parameter sql: of whole rows of `events`.
    func events(
        _ sql: String, _ arguments: StatementArguments, _ database: Database
    ) throws -> [OutgoingEvent] {
        let rows = try Row.fetchCursor(
            database.cachedStatement(sql: sql), arguments: arguments)
        var events: [OutgoingEvent] = []
        while let row = try rows.next() { events.append(try event(row)) }
        return events
    }

    /// Where the columns of `events` lie in a whole row. To find them by their names took longer than
    /// to read them.
    private enum Column {
        static let (sequence, id, subject, type, time) = (0, 1, 2, 3, 4)
        static let (codec, payload, headers) = (7, 8, 9)
    }

    /// - Parameter row: of a cursor, with all columns.
    func event(_ row: Row) throws -> OutgoingEvent {
        let sequence: Int64 = row[Column.sequence]
        let payload = try row.withUnsafeData(atIndex: Column.payload) { sealed in
            try open(Array(sealed ?? Data()), sealedWith: row[Column.codec])
        }
        // A store of an earlier version, opened to be read, has none.
        let headers: String = row.count > Column.headers ? row[Column.headers] : ""
        return OutgoingEvent(
            sequence: UInt64(max(sequence, 0)), id: row[Column.id],
            subject: row[Column.subject], type: row[Column.type],
            timeMilliseconds: row[Column.time], payload: payload,
            headers: HeaderText.headers(of: headers))
    }
}
