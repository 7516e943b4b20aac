import GRDB

extension Store {
    /// The times of a window's first and last events, ms since 1970-01-01T00:00:00Z; nil if it holds
    /// none. Where a reading would go on from counts for nothing here.
    public func times(of window: EventWindow) throws(StorageError) -> ClosedRange<Int64>? {
        guard !window.types.isEmpty, !window.milliseconds.isEmpty else { return nil }
        let places = Array(repeating: "?", count: window.types.count).joined(separator: ", ")
        var arguments: [(any DatabaseValueConvertible)?] = [
            window.milliseconds.lowerBound, window.milliseconds.upperBound,
            Int64(clamping: window.through),
        ]
        for type in window.types { arguments.append(type) }
        return try read { database in
            func end(_ order: String) throws -> Int64? {
                try Int64.fetchOne(
                    database,
                    sql: """
                        SELECT time_ms FROM events
                        WHERE time_ms >= ? AND time_ms < ? AND sequence <= ?
                        AND type IN (\(places))
                        ORDER BY time_ms \(order), sequence \(order) LIMIT 1
                        """, arguments: StatementArguments(arguments))
            }
            guard let first = try end("ASC"), let last = try end("DESC") else { return nil }
            return first...last
        }
    }
}
