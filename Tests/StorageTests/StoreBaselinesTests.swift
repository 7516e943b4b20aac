import Foundation
import Storage
import Testing

@Suite struct StoreBaselinesTests {
    private func row(
        _ day: Int, minute: Int = 300, value: Double = 3.6, measure: String = "lnRMSSD"
    ) -> StoredBaselineRow {
        StoredBaselineRow(
            measure: measure, day: day, part: minute / 120, minute: Double(minute) - 0.25,
            value: value, usable: 0.97, weight: 3, lastMinute: minute)
    }

    @Test func rowsAreThereAfterARestartToTheDigit() throws {
        let folder = TemporaryFolder()
        let rows = (0..<40).map { row(20_000 + $0, value: 3.6 + Double($0) / 3) }
        do {
            let store = try openStore(folder.path, codec: ReversingCodec())
            #expect(try store.keep(baseline: rows, person: "p1") == 40)
            #expect(try store.keep(baseline: rows, person: "p2") == 40)
        }
        let again = try openStore(folder.path, codec: ReversingCodec())
        #expect(try again.baseline(person: "p1") == rows)
        #expect(try again.baseline(person: "nobody").isEmpty)
    }

    @Test func twoPersonsAreApart() throws {
        let folder = TemporaryFolder()
        let store = try openStore(folder.path)
        try store.keep(baseline: [row(20_000, value: 3)], person: "p1")
        try store.keep(baseline: [row(20_000, value: 4)], person: "p2")
        #expect(try store.baseline(person: "p1").map(\.value) == [3])
        #expect(try store.baseline(person: "p2").map(\.value) == [4])
        #expect(try store.erase(person: "p1") == 1)
        #expect(try store.baseline(person: "p1").isEmpty)
        #expect(try store.baseline(person: "p2").map(\.value) == [4])
    }

    /// An older recording replayed after a newer one: its rows are left out, what is there stays.
    @Test func onlyForwardInTime() throws {
        let folder = TemporaryFolder()
        let store = try openStore(folder.path)
        let newer = [row(20_010), row(20_011)]
        try store.keep(baseline: newer, person: "p1")
        #expect(try store.keep(baseline: [row(20_000), row(20_010, value: 9)], person: "p1") == 0)
        #expect(try store.baseline(person: "p1") == newer)
        // Earlier on the newest day, in another part of it.
        #expect(try store.keep(baseline: [row(20_011, minute: 100)], person: "p1") == 0)
        // The newest row itself grows, and is the same when it is kept twice.
        let grown = row(20_011, minute: 310, value: 3.7)
        #expect(try store.keep(baseline: [grown], person: "p1") == 1)
        #expect(try store.keep(baseline: [grown], person: "p1") == 1)
        #expect(try store.baseline(person: "p1") == [newer[0], grown])
        // Other measures have their own time.
        let other = row(20_000, measure: "heartRate")
        #expect(try store.keep(baseline: [other], person: "p1") == 1)
    }

    @Test func whatIsOlderThan62DaysGoes() throws {
        let folder = TemporaryFolder()
        let store = try openStore(folder.path)
        for day in 0..<100 { try store.keep(baseline: [row(20_000 + day)], person: "p1") }
        let days = try store.baseline(person: "p1").map(\.day)
        #expect(days == Array(20_038..<20_100))
    }

    @Test(arguments: [
        ("\"value\":", "\"walue\":"), ("\"usable\":0.97", "\"usable\":9.97"),
        ("\"weight\":3", "\"weight\":0"), ("\"minute\":", "\"minute\":-"), ("}", "?"),
    ])
    func aDamagedRowIsRefused(_ right: String, _ wrong: String) throws {
        let folder = TemporaryFolder()
        do {
            try openStore(folder.path).keep(baseline: [row(20_000)], person: "p1")
        }
        try alter(folder.path, right, wrong)
        let store = try openStore(folder.path)
        let error = #expect(throws: StorageError.self) { try store.baseline(person: "p1") }
        #expect(
            error?.description
                == "The store (\(folder.path)/store.sqlite) holds a damaged row among its "
                + "baselines. Restore a copy, or erase them with: healthypi-agent baseline erase")
        // Erasing does not need to read it.
        #expect(try store.erase(person: "p1", from: [.baselines]) == 1)
        #expect(try store.baseline(person: "p1").isEmpty)
    }

    @Test func aStoreWithoutTheTablesHasNoBaseline() throws {
        let folder = TemporaryFolder()
        do { _ = try openStore(folder.path) }
        try runPython(
            """
            import sqlite3, sys
            c = sqlite3.connect(sys.argv[1])
            c.execute('DROP TABLE baselines'); c.execute('DROP TABLE answers')
            c.execute("DELETE FROM grdb_migrations WHERE identifier LIKE '2 %'")
            c.commit()
            """, folder.path + "/store.sqlite")
        let old = try Store(reading: folder.path)
        #expect(try old.baseline(person: "p1").isEmpty)
        #expect(try old.answers(person: "p1").isEmpty)
        // A writer brings it up to date.
        let store = try openStore(folder.path)
        #expect(try store.keep(baseline: [row(20_000)], person: "p1") == 1)
    }

    private func alter(_ folder: String, _ right: String, _ wrong: String) throws {
        try runPython(
            """
            import sqlite3, sys
            c = sqlite3.connect(sys.argv[1])
            n = c.execute('UPDATE baselines SET payload = CAST(replace(CAST(payload AS TEXT), ?, ?)'
                          ' AS BLOB)', (sys.argv[2], sys.argv[3])).rowcount
            c.commit()
            assert n == 1
            """, folder + "/store.sqlite", right, wrong)
    }
}

/// Changes a database from outside, as nothing in the program would.
func runPython(_ script: String, _ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", script] + arguments
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
}
