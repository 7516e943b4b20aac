import Storage
import Testing

@Suite struct StoreAnswersTests {
    private func answer(
        _ event: String, _ time: Int64, word: String = "accepted", kind: String = "stationary"
    ) -> StoredAnswer {
        StoredAnswer(
            event: event, kind: kind, word: word, timeMilliseconds: time, probability: 0.8125)
    }

    @Test func answersAreThereAfterARestart() throws {
        let folder = TemporaryFolder()
        do {
            let store = try openStore(folder.path, codec: ReversingCodec())
            try store.keep(answers: [answer("e2", 20)], person: "p1")
            try store.keep(answers: [answer("e1", 10)], person: "p1")
            try store.keep(answers: [answer("e1", 10)], person: "p2")
        }
        let store = try openStore(folder.path, codec: ReversingCodec())
        #expect(try store.answers(person: "p1") == [answer("e1", 10), answer("e2", 20)])
        // Another word to the same insight takes the place of the first.
        try store.keep(answers: [answer("e1", 30, word: "not_helpful")], person: "p1")
        #expect(try store.answers(person: "p1").map(\.word) == ["accepted", "not_helpful"])
        #expect(try store.answers(person: "p2") == [answer("e1", 10)])
    }

    @Test func theOldestOfAKindGo() throws {
        let folder = TemporaryFolder()
        let store = try openStore(folder.path)
        try store.keep(answers: [answer("other", 0, kind: "trend")], person: "p1")
        let many = (0..<(StoredAnswer.perKindMax + 3)).map { answer("e\($0)", Int64($0 + 1)) }
        try store.keep(answers: many, person: "p1")
        let kept = try store.answers(person: "p1")
        #expect(kept.count == StoredAnswer.perKindMax + 1)
        #expect(kept.first?.event == "other" && kept.dropFirst().first?.event == "e3")
    }

    @Test func aDamagedAnswerIsRefused() throws {
        let folder = TemporaryFolder()
        do { try openStore(folder.path).keep(answers: [answer("e1", 1)], person: "p1") }
        try runPython(
            """
            import sqlite3, sys
            c = sqlite3.connect(sys.argv[1])
            c.execute("UPDATE answers SET payload = CAST('{\\"word\\":\\"accepted\\"}' AS BLOB)")
            c.commit()
            """, folder.path + "/store.sqlite")
        let store = try openStore(folder.path)
        let error = #expect(throws: StorageError.self) { try store.answers(person: "p1") }
        #expect(
            error?.description
                == "The store (\(folder.path)/store.sqlite) holds a damaged row among its answers. "
                + "Restore a copy, or erase them with: healthypi-agent baseline reset-answers")
    }
}
