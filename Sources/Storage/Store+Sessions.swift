import Foundation
import GRDB
import Synchronization

extension Store {
    public func begin(_ session: StoredSession) throws(StorageError) {
        let made = try guarding(path) { try sessionKeys?.make(for: session.id) }
        let codec = made ?? self.codec
        sealing.withLock { sealing in
            if let made { sealing.codecs[session.id] = made }
            sealing.open = session.id
        }
        try write { database in
            try database.execute(
                sql: "INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    session.id, session.recording, session.sha256, session.startMilliseconds,
                    session.endMilliseconds, codec.name, Data(try codec.seal(session.payload)),
                ])
        }
    }

    /// Marks a session's end. A session that is not there is left alone.
    public func end(session id: String, atMilliseconds end: Int64) throws(StorageError) {
        sealing.withLock { if $0.open == id { $0.open = nil } }
        try write { database in
            try database.execute(
                sql: "UPDATE sessions SET end_ms = ? WHERE id = ?", arguments: [end, id])
        }
    }

    /// All sessions in the order they were begun.
    public func sessions() throws(StorageError) -> [StoredSession] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM sessions ORDER BY rowid").map { row in
                StoredSession(
                    id: row["id"], recording: row["recording"], sha256: row["sha256"],
                    startMilliseconds: row["start_ms"], endMilliseconds: row["end_ms"],
                    payload: try payload(row))
            }
        }
    }

    /// Appends beats of begun sessions in one transaction.
    public func append(beats: [StoredBeat]) throws(StorageError) {
        guard !beats.isEmpty else { return }
        try write { database in
            let statement = try database.cachedStatement(
                sql: "INSERT INTO beats VALUES (?, ?, ?, ?, ?, ?)")
            for beat in beats {
                let codec = codec(of: beat.session)
                try statement.execute(arguments: [
                    beat.session, beat.source.rawValue, beat.index, beat.timeMilliseconds,
                    codec.name, Data(try codec.seal(beat.payload)),
                ])
            }
        }
    }

    /// A session's beats of one source within a span of time, in order.
    public func beats(
        session: String, source: StoredBeat.Source, milliseconds: Range<Int64>
    ) throws(StorageError) -> [StoredBeat] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM beats WHERE session = ? AND source = ?
                    AND time_ms >= ? AND time_ms < ? ORDER BY number
                    """,
                arguments: [
                    session, source.rawValue, milliseconds.lowerBound, milliseconds.upperBound,
                ]
            ).map { row in
                StoredBeat(
                    session: session, source: source, index: row["number"],
                    timeMilliseconds: row["time_ms"], payload: try payload(row))
            }
        }
    }
}
