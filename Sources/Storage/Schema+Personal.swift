extension Schema {
    /// What belongs to one person, by pseudonym. `part` is the two hours of the local day, `last_minute`
    /// the newest local minute in the row, counted from 1970. Values are in the payload.
    static let personal = """
        CREATE TABLE baselines (
            person TEXT NOT NULL,
            measure TEXT NOT NULL,
            day INTEGER NOT NULL,
            part INTEGER NOT NULL CHECK (part BETWEEN 0 AND 11),
            last_minute INTEGER NOT NULL,
            codec TEXT NOT NULL,
            payload BLOB NOT NULL,
            PRIMARY KEY (person, measure, day, part)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE answers (
            person TEXT NOT NULL,
            event TEXT NOT NULL,
            kind TEXT NOT NULL,
            time_ms INTEGER NOT NULL,
            codec TEXT NOT NULL,
            payload BLOB NOT NULL,
            PRIMARY KEY (person, event)
        ) STRICT, WITHOUT ROWID;
        """
}
