import Foundation
import Storage
import Testing

/// Erased means gone from the file's bytes and from its log's.
@Suite struct StoreErasingTests {
    /// Rows whose every value shows up in the file as text that nothing else has.
    private func rows(_ digits: String, days: Int) -> [StoredBaselineRow] {
        (0..<days).flatMap { day in
            (0..<12).map { part in
                StoredBaselineRow(
                    measure: "lnRMSSD", day: 20_000 + day, part: part,
                    minute: Double(part * 120) + 5, value: Double("3.\(digits)\(day + 100)") ?? 0,
                    usable: 1, weight: 1, lastMinute: part * 120 + 5)
            }
        }
    }

    private func bytes(_ folder: String) -> Data {
        ["store.sqlite", "store.sqlite-wal"].reduce(into: Data()) { all, name in
            all += (try? Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))) ?? Data()
        }
    }

    private func holds(_ folder: String, _ text: String) -> Bool {
        bytes(folder).range(of: Data(text.utf8)) != nil
    }

    /// Kept row by row in turn with another person's, so that pages are shared, divided and rewritten.
    @Test func nothingOfAnErasedPersonIsLeft() throws {
        let folder = TemporaryFolder()
        let store = try openStore(folder.path)
        let (gone, stays) = (rows("71937", days: 8), rows("45254", days: 8))
        for (one, other) in zip(gone, stays) {
            try store.keep(baseline: [one], person: "p-gone")
            try store.keep(baseline: [other], person: "p-stays")
        }
        for event in 0..<50 {
            for person in ["p-gone", "p-stays"] {
                let answer = StoredAnswer(
                    event: "01\(person)\(event)", kind: "stationary", word: "accepted",
                    timeMilliseconds: Int64(event), probability: 0.5)
                try store.keep(answers: [answer], person: person)
            }
        }
        #expect(holds(folder.path, "3.71937") && holds(folder.path, "p-gone"))
        #expect(try store.erase(person: "p-gone") == gone.count + 50)
        #expect(!holds(folder.path, "3.71937"))
        #expect(!holds(folder.path, "p-gone"))
        #expect(try store.baseline(person: "p-stays") == stays)
        #expect(try store.answers(person: "p-stays").count == 50)
        // The log has been cut.
        let log = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/store.sqlite-wal"))
        #expect(log.isEmpty)
        #expect(try store.erase(person: "p-gone") == 0)
    }

    /// SQLite leaves copies of rows in pages that it has divided, and overwrites only the rows themselves
    /// when they are deleted one by one: after this filling, in SQLite 3.40, some of the person's.
    @Test func copiesInDividedPagesGoAsWell() throws {
        let folder = TemporaryFolder()
        do { _ = try openStore(folder.path) }
        try runPython(
            """
            import random, sqlite3, sys
            random.seed(8)
            c = sqlite3.connect(sys.argv[1], isolation_level=None)
            c.execute('PRAGMA secure_delete = ON')
            people = ['p-gone'] + ['o%d' % n for n in range(5)] + ['q%d' % n for n in range(5)]
            c.execute('BEGIN')
            for _ in range(6000):
                person = random.choice(people)
                mark = '3.71937' if person == 'p-gone' else '3.45254'
                day, part = random.randrange(62), random.randrange(12)
                measure = random.choice(['lnRMSSD', 'heartRate'])
                payload = (mark + 'x' * random.randrange(5, 150) + mark).encode()
                c.execute('INSERT OR REPLACE INTO baselines VALUES (?, ?, ?, ?, ?, ?, ?)',
                          (person, measure, day, part, day * 1440, 'plain', payload))
            c.execute('COMMIT')
            """, folder.path + "/store.sqlite")
        let store = try openStore(folder.path)
        #expect(holds(folder.path, "3.71937"))
        try store.erase(person: "p-gone")
        #expect(!holds(folder.path, "3.71937"))
        #expect(!holds(folder.path, "p-gone"))
        #expect(holds(folder.path, "3.45254"))
    }

    @Test func oneKindOfAnswersCanGoAlone() throws {
        let folder = TemporaryFolder()
        let store = try openStore(folder.path)
        try store.keep(baseline: rows("71937", days: 1), person: "p1")
        for (index, kind) in ["stationary", "trend", "stationary"].enumerated() {
            let answer = StoredAnswer(
                event: "e\(index)", kind: kind, word: "ignored", timeMilliseconds: Int64(index),
                probability: 0.5)
            try store.keep(answers: [answer], person: "p1")
        }
        #expect(try store.erase(person: "p1", from: [.answers], kind: "stationary") == 2)
        #expect(try store.answers(person: "p1").map(\.event) == ["e1"])
        #expect(try store.baseline(person: "p1").count == 12)
        #expect(try store.erase(person: "p1", from: [.answers]) == 1)
    }

    @Test func aReaderMayNotErase() throws {
        let folder = TemporaryFolder()
        do { try openStore(folder.path).keep(baseline: rows("71937", days: 1), person: "p1") }
        let reader = try Store(reading: folder.path)
        #expect(throws: StorageError.self) { try reader.erase(person: "p1") }
        #expect(try reader.baseline(person: "p1").count == 12)
    }
}
