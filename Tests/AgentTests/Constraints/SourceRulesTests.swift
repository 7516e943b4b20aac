import Foundation
import TestKit
import Testing

/// Only the outbox publishes events; only the storage and acquisition doors, and the single files
/// that are listed with their reason, open files.
@Suite struct SourceRulesTests {
    private let root = packageRoot() + "/Sources"

    private func sources() throws -> [(file: String, text: String)] {
        let found = try #require(FileManager.default.enumerator(atPath: root))
        return try found.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted()
            .map { ($0, try String(contentsOfFile: root + "/" + $0, encoding: .utf8)) }
    }

    @Test func onlyTheDoorsOpenFilesAndOnlyTheOutboxPublishes() throws {
        let sources = try sources()
        #expect(sources.count > 900)
        let violations = sources.flatMap { SourceRules.violations(in: $0.text, at: $0.file) }
        #expect(violations.isEmpty, "\(violations.map(\.description).joined(separator: "\n"))")
    }

    /// A list that allows what nobody does hides what somebody will do.
    @Test func everyListedFileStillNeedsItsEntry() throws {
        let sources = Dictionary(uniqueKeysWithValues: try sources().map { ($0.file, $0.text) })
        for (file, reason) in SourceDoors.files {
            let text = try #require(sources[file], "\(file) is listed and is not there")
            #expect(!SourceRules.uses(in: text, at: file).isEmpty, "\(file) opens nothing any more")
            #expect(!reason.isEmpty)
        }
        for file in SourceDoors.publishing.flatMap(\.files) {
            #expect(sources[file] != nil, "\(file) is listed and is not there")
        }
    }

    /// What the rules are for: each of these, put into a source that may not, is caught.
    @Test(arguments: [
        ("let f = open(path, O_RDONLY)", "open("), ("  Glibc.open(path, 0)", "Glibc.open("),
        ("_ = fopen(path, \"r\")", "fopen("), ("unlink(path)", "unlink("),
        ("guard rename(a, b) == 0 else { return }", "rename("), ("mkdir(path, 0o700)", "mkdir("),
        ("let s = socket(AF_INET, 1, 0)", "socket("), ("let open = Glibc.open", "Glibc.open"),
        ("try Data(contentsOf: url)", "Data(contentsOf:"),
        ("try String(\n    contentsOfFile: path, encoding: .utf8)", "contentsOfFile:"),
        ("try data.write(to: url)", ".write(to:"),
        ("try text.write(toFile: path)", ".write(toFile:"),
        ("FileManager.default.removeItem(atPath: p)", "FileManager.default.removeItem"),
        ("FileManager.default\n    .createFile(atPath: p)", "FileManager.default.createFile"),
        ("let files = FileManager.default", "FileManager.default"),
        ("FileHandle(forWritingAtPath: p)", "FileHandle("), ("Process()", "Process("),
        ("URLSession.shared", "URLSession"), ("DatabaseQueue(path: p)", "DatabaseQueue("),
        ("let text = \"seen \\(unlink(path))\"", "unlink("),
    ])
    func anOpeningIsCaught(_ line: String, _ what: String) {
        let source = "import Foundation\nimport Glibc\n\nfunc f() {\n\(line)\n}\n"
        let found = SourceRules.violations(in: source, at: "HRV/Mutant.swift")
        #expect(found.map(\.what) == [what], "\(found)")
        #expect(found.allSatisfy { (5...6).contains($0.line) })
        // The same line in a room whose job it is.
        let allowed = SourceRules.violations(in: source, at: "Storage/Mutant.swift")
        #expect(allowed.isEmpty, "\(allowed)")
    }

    @Test(arguments: [
        ("natsConnection_PublishMsg(c, m)", "natsConnection_PublishMsg"),
        ("js_Publish(&ack, js, s, d, n, nil, &e)", "js_Publish"),
        ("try await publisher.publish(events)", "publisher.publish("),
        ("let p = JetStreamPublisher(settings)", "JetStreamPublisher("),
        ("try await link.publish(body, to: subject)", "link.publish("),
        ("let l = BrokerLink(settings)", "BrokerLink("),
        ("let c = try BrokerConnection(settings)", "BrokerConnection("),
        ("try AccessProbe.connect(settings)", "AccessProbe."),
    ])
    func aSecondWayToPublishIsCaught(_ line: String, _ what: String) {
        let found = SourceRules.violations(
            in: "func f() {\n\(line)\n}\n", at: "Agent/Insights/Mutant.swift")
        #expect(found == [.init(file: "Agent/Insights/Mutant.swift", line: 2, what: what)])
    }

    @Test(arguments: ["CNATS", "GRDB", "FlyingSocks", "CUdev", "FoundationNetworking"])
    func aLibraryThroughAnotherDoorIsCaught(_ module: String) {
        for line in [
            "import \(module)", "public import \(module)", "@preconcurrency import \(module)",
        ] {
            let found = SourceRules.violations(in: line + "\n", at: "Insights/Mutant.swift")
            #expect(found.map(\.what) == ["import" + module], "\(found)")
        }
    }

    /// Words are not deeds.
    @Test(arguments: [
        "// open(path, 0) was here", "/* unlink(path) /* nested: rename(a, b) */ mkdir(x, 0) */",
        "let text = \"open(path) and Data(contentsOf: url)\"",
        "let text = #\"unlink(\"a\") \\(unlink(b))\"#",
        "let text = \"\"\"\n    js_Publish(js) \"quoted\" FileHandle(x)\n    \"\"\"",
        "let text = \"a quote \\\" and open(path, 0)\"",
        "seal.open(box, using: key)", "func open(_ path: String) {}", "open(path: p, rate: r)",
        "let store = try open()", "numbers.remove(at: 3)", "wave.write(to: &list)",
        "if access(path, F_OK) == 0 { stat(path, &status) }",
        "FileManager.default.fileExists(atPath: p)", "FileHandle.standardOutput.write(x)",
        "bytes.append(contentsOf: other)",
    ])
    func whatOnlyLooksLikeItIsLeftAlone(_ line: String) {
        let source = "import Foundation\nimport Glibc\n\(line)\n"
        let found = SourceRules.violations(in: source, at: "HRV/Mutant.swift")
        #expect(found.isEmpty, "\(found)")
    }

    @Test func codeKeepsItsLinesAndWhatIsInterpolated() {
        let code = SwiftCode(
            "let a = \"x \\(f(\"y\", g(1))) z\" // end\nlet b = #\"\\#(h) \\(no)\"#\n/* 1\n2 */c")
        #expect(code.text.split(separator: "\n", omittingEmptySubsequences: false).count == 4)
        let words = code.text.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        #expect(words == ["let", "a", "f", "g", "1", "let", "b", "h", "c"])
    }
}
