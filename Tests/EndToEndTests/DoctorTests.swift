import Foundation
import TestKit
import Testing

/// What `devices` and `doctor` say of real terminals.
@Suite(.serialized) struct DoctorTests {
    private func json(_ data: Data) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test func devicesTellsBoardsByTheirFramesAndTheControlPortByItsAnswer() throws {
        let boards = try Simulation(
            "healthypi6+healthypi4", terminals: 3, ["--synthetic", "--wait-for-start"])
        let outcome = try Program(
            "healthypi-agent",
            ["devices", "--json", "--seconds", "6"] + boards.paths.flatMap { ["--device", $0] }
        ).finish()
        #expect(outcome.status == 0, "\(outcome.errors)")
        let rows = try json(outcome.output).objects("devices")
        #expect(rows.map { $0.text("board") } == ["healthypi6", "healthypi4", nil])
        #expect(rows.last?["control"] as? Bool == true)
        _ = try boards.stop()
    }

    /// A board that says nothing is bad, and said to be; so is a port that another program holds.
    @Test func doctorNamesSilenceAndTheOtherProgram() throws {
        let folder = try TemporaryFolder()
        // Nobody asks it to stream.
        let board = try Simulation(
            "healthypi6", terminals: 2, ["--synthetic", "--wait-for-start"])
        let silent = try Program.run(
            "healthypi-agent", "doctor", "--device", board.paths[0], "--seconds", "2", "--state",
            folder.path + "/state", "--json")
        #expect(silent.status == 1, "\(silent.text)\(silent.errors)")
        let frames = try json(silent.output).objects("checks").first {
            $0.text("check")?.hasPrefix("frames") == true
        }
        #expect(frames?.text("verdict") == "bad")
        #expect(frames?.text("remedy") != nil)

        let run = try Program(
            "healthypi-agent",
            ["run", "--device", board.paths[0], "--state", folder.path + "/other"])
        #expect(try awaitCondition { try run.errorsSoFar().contains("listening") })
        let held = try Program.run(
            "healthypi-agent", "doctor", "--device", board.paths[0], "--seconds", "1", "--state",
            folder.path + "/state")
        #expect(held.status == 1)
        #expect(held.text.contains("healthypi-agent (process"), "\(held.text)")
        run.send(SIGINT)
        _ = try run.finish()
        _ = try board.stop()
    }

    @Test func aCaptureHoldsTheVeryBytesAndWhatTheyAre() throws {
        let folder = try TemporaryFolder()
        let board = try Simulation("healthypi5", terminals: 1, ["--synthetic", "--seed", "8"])
        let capture = folder.path + "/board.bin"
        let outcome = try Program.run(
            "healthypi-agent", "doctor", "--device", board.paths[0], "--capture", capture,
            "--seconds", "4", "--state", folder.path + "/state")
        #expect(outcome.status == 0, "\(outcome.text)\(outcome.errors)")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: capture))
        #expect(bytes.count > 300 * 29)
        #expect(bytes.prefix(5) == Data([0x0A, 0xFA, 0x16, 0x00, 0x02]))
        let facts = try json(Data(contentsOf: URL(fileURLWithPath: capture + ".json")))
        #expect(facts.text("board") == "healthypi5")
        #expect(facts.number("bytes") == Double(bytes.count))
        for path in [capture, capture + ".json"] {
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o600)
        }
        let again = try Program.run(
            "healthypi-agent", "doctor", "--device", board.paths[0], "--capture", capture)
        #expect(again.status == 74)
        _ = try board.stop()
    }

    @Test func withoutABoardOnceEndsAndSaysSo() throws {
        let folder = try TemporaryFolder()
        let board = try Simulation("healthypi4", terminals: 1, ["--synthetic", "--duration", "8"])
        let outcome = try Program.run(
            "healthypi-agent", "run", "--device", board.paths[0], "--once", "--state",
            folder.path + "/state")
        #expect(outcome.status == 69)
        #expect(outcome.errors.contains("healthypi4 is a healthypi4"))
        #expect(outcome.errors.contains("--once"))
    }

    @Test func settingsAreCheckedBeforeAnythingIsOpened() throws {
        let folder = try TemporaryFolder()
        let config = try folder.write("recording:\n  enabeld: true\n", to: "agent.yaml")
        let outcome = try Program.run("healthypi-agent", "run", "--config", config)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("enabled"))
        let printed = try Program.run("healthypi-agent", "run", "--record", "--print-config")
        #expect(printed.status == 0)
        #expect(printed.text.contains("enabled: true"))
        #expect(printed.text.contains("# --record"))
    }
}
