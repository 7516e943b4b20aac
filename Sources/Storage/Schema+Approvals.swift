extension Schema {
    /// What was asked of persons, and what has been erased since.
    ///
    /// `asked_s` is in s since 1970-01-01T00:00:00Z. `told`: 0 while the outcome still has to be said.
    static let approvals = """
        CREATE TABLE approvals (
            id TEXT PRIMARY KEY,
            asked_s INTEGER NOT NULL,
            is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
            told INTEGER NOT NULL CHECK (told IN (0, 1)),
            record BLOB NOT NULL,
            outcome BLOB NOT NULL,
            files TEXT NOT NULL
        ) STRICT;

        CREATE TABLE tombstones (
            row INTEGER PRIMARY KEY,
            resource TEXT NOT NULL,
            approval TEXT NOT NULL,
            action_hash TEXT NOT NULL,
            time_ms INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            rows INTEGER NOT NULL
        ) STRICT;
        """
}
