import Foundation
import TestKit
import Testing

@Suite struct SelfTestCommandTests {
    /// Everything passes but the recording whose reference is another's, and that ends with 1.
    @Test func onlyTheWrongFigureFails() throws {
        let folder = try TemporaryFolder()
        for name in ["ppg_plux_motion_30s", "ppg_plux_rest_105s"] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path + "/" + name,
                withDestinationPath: Datasets.root + "/" + name)
        }
        let name = "ecg_plux_supine_1min"
        try FileManager.default.createDirectory(
            atPath: folder.path + "/" + name, withIntermediateDirectories: false)
        for suffix in ["hea", "dat"] {
            try FileManager.default.copyItem(
                atPath: Datasets.record(name) + ".\(suffix)",
                toPath: folder.path + "/\(name)/\(name).\(suffix)")
        }
        _ = try folder.write("sample,votes\n10,5\n20,5\n30,5\n", to: "\(name)/\(name).beats.csv")
        let outcome = try Program.run("healthypi-agent", "selftest", "--recordings", folder.path)
        #expect(outcome.status == 1, "\(outcome.errors)")
        let failed = outcome.lines.filter { $0.contains("FAIL  ") }
        #expect(failed.count == 1, "\(failed)")
        #expect(failed.first?.contains("\(name), F1") == true)
        #expect(outcome.text.contains("\n1 of "))
        // Told with its reason, not made up.
        #expect(outcome.text.contains("— ms     (poorSignal)"))
        #expect(outcome.text.contains("ppg_plux_rest_105s, F1"))
    }

    /// It can be signed: twice the same bytes, and every judged figure lies within what is allowed.
    @Test func theJSONIsTheSameEveryTime() throws {
        let folder = try TemporaryFolder()
        let run = {
            try Program.run("healthypi-agent", "selftest", "--json", "--recordings", folder.path)
        }
        let (first, second) = (try run(), try run())
        #expect(first.status == 0)
        #expect(first.output == second.output)
        let report = try JSONObject(first.text)
        let sections = report.objects("sections")
        #expect(sections.count == 5)
        #expect(sections.last?.text("missing") != nil)
        let checks = sections.flatMap { $0.objects("checks") }
        #expect(checks.contains { $0.text("name") == "0.25 Hz, hfPower" })
        for check in checks where check.flag("passed") == true {
            let allowed = check.members["allowed"] as? [Double] ?? []
            let found = try #require(check.number("found"))
            #expect(allowed.count == 2 && allowed[0] <= found && found <= allowed[1])
        }
    }

    @Test func aFolderThatIsNotThereEndsWith66() throws {
        let outcome = try Program.run("healthypi-agent", "selftest", "--recordings", "/nowhere")
        #expect(outcome.status == 66)
        #expect(outcome.errors.contains("Cannot open /nowhere"))
    }
}
