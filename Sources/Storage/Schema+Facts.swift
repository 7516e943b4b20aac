extension Schema {
    /// What a session keeps besides epochs and measures so that what it said can be derived again, and
    /// what one session of a person hands to the next, by pseudonym.
    static let facts = """
        CREATE TABLE facts (
            row INTEGER PRIMARY KEY,
            session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            kind TEXT NOT NULL,
            start_ms INTEGER NOT NULL,
            end_ms INTEGER NOT NULL,
            codec TEXT NOT NULL,
            payload BLOB NOT NULL
        ) STRICT;
        CREATE INDEX facts_by_time ON facts (session, start_ms);

        CREATE TABLE handovers (
            person TEXT PRIMARY KEY,
            codec TEXT NOT NULL,
            payload BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
