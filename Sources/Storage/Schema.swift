import GRDB

/// The tables. Migrations are only ever added: one that has been released is never edited.
enum Schema {
    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 first tables") { database in
            try database.execute(sql: first)
        }
        migrator.registerMigration("2 baselines and answers") { database in
            try database.execute(sql: personal)
        }
        migrator.registerMigration("3 headers and drops of the outbox") { database in
            try database.execute(sql: second)
        }
        migrator.registerMigration("4 events by their own time") { database in
            try database.execute(
                sql: "CREATE INDEX events_by_time ON events (time_ms, sequence, type)")
        }
        migrator.registerMigration("5 acknowledgements in batches") { database in
            try database.execute(sql: third)
        }
        migrator.registerMigration("6 facts and what is handed over") { database in
            try database.execute(sql: facts)
        }
        migrator.registerMigration("7 approvals and tombstones") { database in
            try database.execute(sql: approvals)
        }
        migrator.registerMigration("8 events by their session") { database in
            // None for what was said outside of any, and before this migration.
            try database.execute(sql: "ALTER TABLE events ADD COLUMN session TEXT")
        }
        return migrator
    }()

    private static let third = """
        -- all that a broker was sent up to `through` it has; an event was acknowledged when the
        -- first row at or above it says
        CREATE TABLE acknowledgements (
            through INTEGER PRIMARY KEY,
            at_ms INTEGER NOT NULL
        ) STRICT;
        INSERT INTO acknowledgements
            SELECT max(sequence), max(acknowledged_ms) FROM events WHERE state = 2
            HAVING count(*) > 0;
        """

    private static let second = """
        -- Name: value, one a line
        ALTER TABLE events ADD COLUMN headers TEXT NOT NULL DEFAULT '';

        -- the events dropped from a full outbox that no gap event has named yet
        CREATE TABLE drops (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            first_sequence INTEGER NOT NULL,
            last_sequence INTEGER NOT NULL,
            count INTEGER NOT NULL,
            has_ended INTEGER NOT NULL
        ) STRICT;
        """

    /// Times are ms since 1970-01-01T00:00:00Z. `codec` names the `PayloadCodec` of its row.
    private static let first = """
        CREATE TABLE instance (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            uuid TEXT NOT NULL,
            pseudonym_key BLOB NOT NULL,
            created_ms INTEGER NOT NULL,
            last_sequence INTEGER NOT NULL
        ) STRICT;

        -- state: 0 kept here only, 1 for the broker, 2 acknowledged by it (until migration 5)
        CREATE TABLE events (
            sequence INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            subject TEXT NOT NULL,
            type TEXT NOT NULL,
            time_ms INTEGER NOT NULL,
            state INTEGER NOT NULL CHECK (state IN (0, 1, 2)),
            acknowledged_ms INTEGER,
            codec TEXT NOT NULL,
            payload BLOB NOT NULL
        ) STRICT;
        CREATE INDEX outbox ON events (sequence) WHERE state = 1;

        CREATE TABLE sessions (
            id TEXT PRIMARY KEY,
            recording TEXT,
            sha256 TEXT,
            start_ms INTEGER NOT NULL,
            end_ms INTEGER,
            codec TEXT NOT NULL,
            payload BLOB NOT NULL
        ) STRICT;

        CREATE TABLE beats (
            session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            source TEXT NOT NULL,
            number INTEGER NOT NULL,
            time_ms INTEGER NOT NULL,
            codec TEXT NOT NULL,
            payload BLOB NOT NULL,
            PRIMARY KEY (session, source, number)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE measures (
            row INTEGER PRIMARY KEY,
            session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            kind TEXT NOT NULL,
            start_ms INTEGER NOT NULL,
            end_ms INTEGER NOT NULL,
            codec TEXT NOT NULL,
            payload BLOB NOT NULL
        ) STRICT;
        CREATE INDEX measures_by_time ON measures (session, start_ms);

        CREATE TABLE epochs (
            row INTEGER PRIMARY KEY,
            session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            kind TEXT NOT NULL,
            start_ms INTEGER NOT NULL,
            end_ms INTEGER NOT NULL,
            codec TEXT NOT NULL,
            payload BLOB NOT NULL
        ) STRICT;
        CREATE INDEX epochs_by_time ON epochs (session, start_ms);

        CREATE TABLE edits (
            row INTEGER PRIMARY KEY,
            session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            kind TEXT NOT NULL,
            start_ms INTEGER NOT NULL,
            end_ms INTEGER NOT NULL,
            codec TEXT NOT NULL,
            payload BLOB NOT NULL
        ) STRICT;
        CREATE INDEX edits_by_time ON edits (session, start_ms);
        """
}
