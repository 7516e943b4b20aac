import GRDB
public import Publishing

extension Store {
    /// The events of a window, oldest first, one at a time; nothing else is held in memory.
    ///
    /// - Parameter take: returns false to end the reading there.
    public func read(
        _ window: EventWindow, _ take: (OutgoingEvent) -> Bool
    ) throws(StorageError) {
        guard !window.types.isEmpty, !window.milliseconds.isEmpty else { return }
        let first = EventWindow.Place(
            timeMilliseconds: window.milliseconds.lowerBound, sequence: 0)
        let after = window.after ?? first
        let places = Array(repeating: "?", count: window.types.count).joined(separator: ", ")
        var arguments: [(any DatabaseValueConvertible)?] = [
            max(after.timeMilliseconds, first.timeMilliseconds),
            after.timeMilliseconds < first.timeMilliseconds
                ? 0 : Int64(clamping: after.sequence),
            window.milliseconds.upperBound, Int64(clamping: window.through),
        ]
        for type in window.types { arguments.append(type) }
        try read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT * FROM events
                    WHERE (time_ms, sequence) > (?, ?) AND time_ms < ? AND sequence <= ?
                    AND type IN (\(places))
                    ORDER BY time_ms, sequence
                    """, arguments: StatementArguments(arguments))
            while let row = try rows.next() {
                guard take(try event(row)) else { return }
            }
        }
    }

    /// The sequence of the newest event now, also where another process appends.
    public func newestSequence() throws(StorageError) -> UInt64 {
        try read { database in
            let last = try Int64.fetchOne(database, sql: "SELECT last_sequence FROM instance")
            return UInt64(max(last ?? 0, 0))
        }
    }
}
