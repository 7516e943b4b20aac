import Foundation
import TestKit
import Testing

/// SECURITY.md names tests: each of them is there, and each row that must be proved has one.
@Suite struct SecurityDocumentTests {
    private struct Row {
        let name: String
        let tests: [String]
    }

    private func rows() throws -> [Row] {
        let text = try String(contentsOfFile: packageRoot() + "/SECURITY.md", encoding: .utf8)
        return text.split(separator: "\n").filter { $0.hasPrefix("| T") }.map { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: true)
            let quoted = cells.last.map { $0.split(separator: "`") } ?? []
            return Row(
                name: cells[0].trimmingCharacters(in: .whitespaces),
                tests: quoted.map(String.init).filter { $0.hasPrefix("T") })
        }
    }

    /// Display names of all tests, as they stand in the sources.
    private func displayNames() throws -> Set<String> {
        let root = packageRoot() + "/Tests"
        let found = try #require(FileManager.default.enumerator(atPath: root))
        let expression = try NSRegularExpression(
            pattern: #"@Test\(\s*"((?:[^"\\]|\\.)*)""#)
        var names: Set<String> = []
        for file in found.compactMap({ $0 as? String }) where file.hasSuffix(".swift") {
            let text = try String(contentsOfFile: root + "/" + file, encoding: .utf8)
            let whole = NSRange(text.startIndex..., in: text)
            for match in expression.matches(in: text, range: whole) {
                guard let range = Range(match.range(at: 1), in: text) else { continue }
                names.insert(String(text[range]))
            }
        }
        return names
    }

    @Test func everyTestNamedIsThere() throws {
        let names = try displayNames()
        #expect(names.count > 60)
        for row in try rows() {
            #expect(!row.tests.isEmpty, "\(row.name) names no test")
            for test in row.tests { #expect(names.contains(test), "\(row.name): \(test)") }
        }
    }

    @Test func everyRowThatMustBeProvedIs() throws {
        let rows = try rows()
        #expect(Set(rows.map(\.name)).count == rows.count)
        for name in [
            "T1", "T2", "T7", "T8", "T9", "T10", "T11", "T15", "T16", "T18", "T20", "T24", "T25",
        ] {
            let row = try #require(rows.first { $0.name == name }, "\(name) is not in the table")
            #expect(
                row.tests.contains { $0.hasPrefix(name + " ") || $0.hasPrefix(name + ":") },
                "\(name) has no test of its own name")
        }
    }
}
