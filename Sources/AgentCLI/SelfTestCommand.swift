import Agent
import ArgumentParser
import EventContract
import Foundation
import Reports

struct SelfTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selftest",
        abstract:
            "What this program, on this machine, makes of signals whose right answers are known.",
        discussion: """
            HRV patterns with closed-form answers, the noise floor of each measure, a ladder of noise \
            and the bundled recordings, through the same code as run and replay. Ends with 1 if a \
            figure is not within what is allowed. The JSON holds no time and no name, so that the \
            same version gives the same bytes: it can be compared, and signed.

            Examples:
              healthypi-agent selftest
              healthypi-agent selftest --json > passport.json
            """)

    @Option(
        help: ArgumentHelp("Folder of the bundled recordings, datasets/.", valueName: "DIR"))
    var recordings: String?

    @Flag(help: "JSON instead of a table.")
    var json = false

    func run() throws {
        if let recordings, !Self.isFolder(recordings) {
            throw Failure(.noInput, "Cannot open \(recordings): it is no folder.")
        }
        let interrupt = Interrupt()
        var line = ProgressLine()
        let report = try SelfTest(recordings: recordings ?? Self.installed).run(
            progress: { step, share in line.show(step, share: share) },
            isStopped: { interrupt.isSet })
        line.clear()
        try Output.data(Data((json ? Output.json(report) : Self.table(report)).utf8))
        if interrupt.isSet { throw Failure(.interrupted, "") }
        if !report.passed { throw Failure(.checkSaidNo, "") }
    }

    /// Beside where one stands, beside the program in a checkout, or where a package puts them.
    private static var installed: String? {
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        var places = ["datasets"]
        var folder = program.deletingLastPathComponent()
        places.append(folder.appendingPathComponent("../share/healthypi/datasets").path)
        for _ in 0..<5 {
            folder.deleteLastPathComponent()
            places.append(folder.appendingPathComponent("datasets").path)
        }
        return places.first { isFolder($0) && isFolder($0 + "/synthetic_desk_afternoon") }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
            && isDirectory.boolValue
    }

    private static func table(_ report: SelfTestReport) -> String {
        var text = "healthypi-agent \(report.version) on \(report.architecture)\n"
        for section in report.sections {
            text += "\n\(section.name): \(section.about)\n"
            if let missing = section.missing { text += "  — \(missing)\n" }
            for check in section.checks { text += line(check) }
        }
        let checks = report.sections.flatMap(\.checks)
        let (failed, judged) = (
            checks.count { $0.passed == false }, checks.count { $0.passed != nil }
        )
        text += "\n" + (failed == 0 ? "all \(judged) passed" : "\(failed) of \(judged) FAILED")
        return text + "; the rest is told, not judged. Tested with patterns of the form of "
            + "IEC 60601-2-47; no compliance is claimed.\n"
    }

    private static func line(_ check: SelfTestReport.Check) -> String {
        let mark = check.passed.map { $0 ? "ok  " : "FAIL" } ?? "    "
        var text = "  \(mark)  " + Text.pad(check.name, 44)
        text += Text.padLeft(
            check.found.map { Text.number($0.value, digits: 3) } ?? "—", 12)
        text += " " + Text.pad(check.unit, 6)
        if let reason = check.reason { text += " (\(reason))" }
        if let allowed = check.allowed, allowed.count == 2 {
            text += " allowed \(Text.number(allowed[0].value, digits: 3)) to "
            text += Text.number(allowed[1].value, digits: 3)
        }
        return text + "\n"
    }
}
