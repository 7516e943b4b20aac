import Foundation
import GRDB

extension Store {
    /// Appends measures, epochs, edits or facts of begun sessions in one transaction.
    public func append(_ spans: [StoredSpan], to table: SpanTable) throws(StorageError) {
        try append([table: spans])
    }

    /// Appends to several tables in one transaction: all of it, or nothing.
    public func append(_ spans: [SpanTable: [StoredSpan]]) throws(StorageError) {
        guard spans.values.contains(where: { !$0.isEmpty }) else { return }
        try write { database in
            for table in SpanTable.allCases {
                let statement = try database.cachedStatement(
                    sql: "INSERT INTO \(table.rawValue) VALUES (NULL, ?, ?, ?, ?, ?, ?)")
                for span in spans[table] ?? [] {
                    let codec = codec(of: span.session)
                    try statement.execute(arguments: [
                        span.session, span.kind, span.milliseconds.lowerBound,
                        span.milliseconds.upperBound, codec.name,
                        Data(try codec.seal(span.payload)),
                    ])
                }
            }
        }
    }

    /// A session's spans that touch a stretch of time, by their start; of one kind or of all.
    public func spans(
        in table: SpanTable, session: String, kind: String? = nil, milliseconds: Range<Int64>
    ) throws(StorageError) -> [StoredSpan] {
        try read { database in
            // A store of an earlier version, opened for reading, has no facts.
            guard try table != .facts || database.tableExists(table.rawValue) else { return [] }
            return try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM \(table.rawValue) WHERE session = ?1 AND (?2 IS NULL OR kind = ?2)
                    AND start_ms < ?4 AND end_ms > ?3 ORDER BY start_ms, row
                    """,
                arguments: [session, kind, milliseconds.lowerBound, milliseconds.upperBound]
            ).map { row in
                let (start, end): (Int64, Int64) = (row["start_ms"], row["end_ms"])
                return StoredSpan(
                    session: session, kind: row["kind"], milliseconds: start..<max(start, end),
                    payload: try payload(row))
            }
        }
    }
}
