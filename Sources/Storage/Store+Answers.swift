import Foundation
import GRDB

extension Store {
    /// Keeps a person's answers to insights in one transaction; an earlier answer to the same insight is
    /// replaced. Of each kind the newest 512 are kept.
    ///
    /// - Parameter person: a pseudonym, never a name.
    public func keep(answers: [StoredAnswer], person: String) throws(StorageError) {
        guard !answers.isEmpty else { return }
        precondition(
            answers.allSatisfy { (0...1).contains($0.probability) }, "no probability")
        try write { database in
            for answer in answers { try insert(answer, person, database) }
            for kind in Set(answers.map(\.kind)) { try forgetOld(kind, person, database) }
        }
    }

    /// A person's answers, by time.
    ///
    /// Throws: `rowDamaged` if one of them cannot be what was written.
    public func answers(person: String) throws(StorageError) -> [StoredAnswer] {
        guard try hasPersonalTables() else { return [] }
        return try read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM answers WHERE person = ? ORDER BY time_ms, event",
                arguments: [person]
            ).map(answer)
        }
    }

    private struct Payload: Codable {
        let word: String
        let probability: Double
    }

    private func insert(
        _ answer: StoredAnswer, _ person: String, _ database: Database
    ) throws {
        let payload = Payload(word: answer.word, probability: answer.probability)
        try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            person, answer.event, answer.kind, answer.timeMilliseconds, codec.name,
            try seal(personalPayload(payload)),
        ])
    }

    private func forgetOld(_ kind: String, _ person: String, _ database: Database) throws {
        try database.execute(
            sql: """
                DELETE FROM answers WHERE person = ?1 AND kind = ?2 AND event NOT IN
                (SELECT event FROM answers WHERE person = ?1 AND kind = ?2
                ORDER BY time_ms DESC, event DESC LIMIT ?3)
                """, arguments: [person, kind, StoredAnswer.perKindMax])
    }

    private func answer(_ row: Row) throws -> StoredAnswer {
        let bytes = Data(try payload(row))
        guard let payload = try? JSONDecoder().decode(Payload.self, from: bytes),
            (0...1).contains(payload.probability)
        else { throw StorageError.rowDamaged(path: path, table: .answers) }
        return StoredAnswer(
            event: row["event"], kind: row["kind"], word: payload.word,
            timeMilliseconds: row["time_ms"], probability: payload.probability)
    }
}
