import Foundation
import TestKit
import Testing

/// The help of every command, as a person reads it in 80 columns.
@Suite struct HelpTests {
    /// A program's commands, from the help of each.
    private func helps(
        of program: String, _ path: [String] = []
    ) throws -> [(path: [String], text: String)] {
        let outcome = try Program(
            program, path + ["--help"], environment: ["COLUMNS": ""]
        ).finish()
        #expect(outcome.status == 0, "\(path)")
        let parts = outcome.text.components(separatedBy: "SUBCOMMANDS:")
        var names: [String] = []
        if parts.count > 1 {
            for line in parts[1].split(separator: "\n") {
                // Two spaces and a name, alone or before its description, which goes on further in.
                guard
                    let found = line.wholeMatch(
                        of: /\x20\x20([a-z0-9-]+)(?: \(default\))?(?:  .*)?/)
                else { continue }
                names.append(String(found.1))
            }
        }
        guard path.count < 2 else { return [(path, outcome.text)] }
        return try [(path, outcome.text)]
            + names.flatMap { try helps(of: program, path + [$0]) }
    }

    /// Prose fills its lines: none breaks off early and goes on in the next, torn by being wrapped
    /// where it is written and again where it is shown. And who has read it can write the command.
    @Test(arguments: ["healthypi-agent", "healthypi-warden"])
    func everyHelpReadsWellAndHasAnExample(_ program: String) throws {
        let helps = try helps(of: program)
        #expect(helps.count > 15)
        for (path, text) in helps {
            let name = ([program] + path).joined(separator: " ")
            #expect(
                text.lowercased().contains("example") && text.contains("  \(program) "), "\(name)")
            let prose = text.components(separatedBy: "USAGE:")[0].components(separatedBy: "\n")
            for (line, next) in zip(prose, prose.dropFirst()) {
                // An example is written to fit.
                let isTorn = line.hasPrefix("  ") && !next.isEmpty && !next.hasPrefix(" ")
                #expect(!isTorn, "\(name): \(line)")
                guard line.first.map({ $0 != " " }) == true, !line.hasSuffix(":"),
                    next.first != " ", let word = next.split(separator: " ").first
                else { continue }
                #expect(line.count + 1 + word.count >= 80, "\(name): \(line)")
            }
        }
    }
}
