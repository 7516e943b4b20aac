import Foundation
import Publishing
import TestKit
import Testing

@testable import NATSPublishing

/// Demonstrations as a user runs them: what they refuse, what they leave (nothing), and what every
/// event of theirs says.
@Suite(.serialized, .timeLimit(.minutes(5))) struct DemoModeTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// With the test's own folder for temporary files.
    private func agent(_ arguments: [String]) throws -> Program {
        try Program("healthypi-agent", arguments, environment: ["TMPDIR": folder.path])
    }

    /// What demonstrations have in it now.
    private func left() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    private func events(_ text: String) throws -> [[String: Any]] {
        try text.split(separator: "\n").compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }

    @Test func everyEventOfAReplaySaysSoAndNothingIsLeft() throws {
        let recording = Datasets.record("ecg_plux_rest_5min")
        let outcome = try agent(["replay", recording, "--demo", "--events", "-"]).finish()
        #expect(outcome.status == 0, "\(outcome.errors)")
        let events = try events(outcome.text)
        #expect(events.count > 5)
        #expect(events.allSatisfy { $0.object("data")["demo"] as? Bool == true })
        #expect(try left().isEmpty)
        // A line for every event, and not one measured value in it.
        let audit = outcome.errors.split(separator: "\n").filter { $0.contains("audit: ") }
        #expect(audit.count { $0.contains("audit: stored event ") } == events.count)
        #expect(audit.first?.contains("a demonstration begins: everything it keeps is in ") == true)
        #expect(audit.contains { $0.hasSuffix("audit: reads \(recording)") })
        #expect(audit.last?.hasSuffix(" is removed") == true)

        let plain = try agent(["replay", recording, "--events", "-"]).finish()
        #expect(try self.events(plain.text).allSatisfy { $0.object("data")["demo"] == nil })
        #expect(!plain.errors.contains("audit: "))
    }

    @Test(arguments: [
        (
            ["--state", "/tmp/kept"],
            "--state /tmp/kept: a demonstration keeps nothing: what it stores is in a temporary "
                + "folder that is removed at its end. Leave --state out."
        ),
        (
            ["--broker", "nats://hub.invalid:4222"],
            "--demo with the broker nats://hub.invalid:4222: a demonstration talks to a broker on "
                + "this machine only. Name one at nats://127.0.0.1:4222, or leave it out."
        ),
        (
            ["--events", "/tmp/out.jsonl"],
            "--events /tmp/out.jsonl: a demonstration leaves no file behind. Write --events - with "
                + "replay, or name a pipe."
        ),
    ])
    func whatLeavesSomethingOrReachesOutIsRefused(_ options: [String], _ says: String) throws {
        for command in [["replay", Datasets.record("eda_plux_95s")], ["run"]] {
            let outcome = try agent(command + ["--demo"] + options).finish()
            #expect(outcome.status == 2)
            // Refused before it begins: nothing else is told, and nothing made.
            #expect(outcome.errors == "healthypi-agent: \(says)\n")
            #expect(outcome.output.isEmpty)
            #expect(try left().isEmpty)
        }
    }

    /// A board, however it is named, is never opened: not even looked for.
    @Test func aBoardIsRefused() throws {
        for device in ["/dev/ttyACM0", "/dev/null", folder.path + "/none"] {
            let outcome = try agent(["run", "--demo", "--device", device]).finish()
            #expect(outcome.status == 2)
            #expect(
                outcome.errors
                    == "healthypi-agent: --demo with \(device): a demonstration takes simulated boards "
                    + "only. Name a terminal of healthypi-agent simulate, or leave --device out to "
                    + "have one simulated.\n")
            #expect(try left().isEmpty)
        }
        let config = try folder.write(
            "sources: [{device: 'i2c:1:0x49', board: tinygsr, calibration: [{counts: 1, microsiemens: 1}, {counts: 2, microsiemens: 2}]}]",
            to: "agent.yaml")
        let outcome = try agent(["run", "--demo", "--config", config]).finish()
        #expect(outcome.status == 2)
        #expect(
            outcome.errors.hasPrefix("healthypi-agent: --demo with i2c:1:0x49"),
            "\(outcome.errors)")
    }

    /// What is refused anyway is refused before a demonstration begins.
    @Test(arguments: [
        (
            ["run", "--watch", "--json"],
            "--watch is for people and --json for programs: choose one."
        ),
        (
            ["run", "--login", "x"],
            "publish.login and publish.authority are for publish.broker: name one."
        ),
        (
            ["replay", "none"],
            "Cannot open the recording (none): there is no such file. Check the path."
        ),
        (
            ["replay", "none", "--time-zone", "Nowhere"],
            "--time-zone Nowhere: write a name such as Europe/Berlin."
        ),
    ])
    func nothingBeginsBeforeItIsRefused(_ arguments: [String], _ says: String) throws {
        let outcome = try agent(arguments + ["--demo"]).finish()
        #expect(outcome.errors == "healthypi-agent: \(says)\n")
        #expect(try left().isEmpty)
    }

    /// Without a board one is simulated; a configuration's own places are not used.
    @Test(arguments: [SIGINT, SIGTERM])
    func aRunMeasuresASimulatedBoardAndLeavesNothing(_ signal: Int32) throws {
        let elsewhere = folder.path + "/elsewhere"
        let config = try folder.write(
            "agent: {state: \(elsewhere)}\nrecording: {folder: \(elsewhere)}\n", to: "agent.yaml")
        let run = try agent(["run", "--demo", "--record", "--config", config, "--json"])
        let isMeasuring = try awaitCondition(within: .seconds(60)) {
            try run.errorsSoFar().contains("recording to ") || !run.isRunning
        }
        let said = try run.errorsSoFar()
        #expect(isMeasuring && run.isRunning, "\(said)")
        let place = try #require(
            try left().first { $0.hasPrefix("healthypi-agent-demo-") })
        let path = folder.path + "/" + place
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o700)
        #expect(FileManager.default.fileExists(atPath: path + "/state/store.sqlite"))
        #expect(FileManager.default.fileExists(atPath: path + "/recordings"))
        run.send(signal)
        let outcome = try run.finish()
        #expect(outcome.status == 130, "\(outcome.errors)")
        #expect(outcome.errors.contains("simulating a HealthyPi 5 at /dev/pts/"))
        #expect(try left() == ["agent.yaml"])
    }

    /// What a killed demonstration left goes with the next; a living one's stays.
    @Test func afterASIGKILLTheNextOneClearsAway() throws {
        let recording = Datasets.record("synthetic_desk_afternoon")
        func hasStore(_ name: String) -> Bool {
            FileManager.default.fileExists(atPath: "\(folder.path)/\(name)/state/store.sqlite")
        }
        func started(besides others: [String]) throws -> Program {
            let program = try agent(["replay", recording, "--demo", "--speed", "realtime"])
            #expect(
                try awaitCondition(within: .seconds(60)) {
                    try left().contains { !others.contains($0) && hasStore($0) }
                        || !program.isRunning
                })
            #expect(program.isRunning)
            return program
        }
        let killed = try started(besides: [])
        let dead = try left()
        killed.send(SIGKILL)
        #expect(try killed.finish().status == 128 + SIGKILL)
        #expect(try left() == dead)

        // Its own is made, the dead one's is gone.
        let living = try started(besides: dead)
        let kept = try left()
        #expect(kept.count == 1 && kept != dead)
        #expect(
            try living.errorsSoFar().contains(
                "removed \(folder.path)/\(dead[0]), left by a demonstration that was killed"))

        // One beside a living one takes nothing from it.
        let other = try agent(["replay", Datasets.record("eda_plux_95s"), "--demo"]).finish()
        #expect(other.status == 0)
        #expect(!other.errors.contains("was killed"))
        #expect(try left() == kept)
        #expect(hasStore(kept[0]))
        living.send(SIGTERM)
        #expect(try living.finish().status == 130)
        #expect(try left().isEmpty)
    }

    @Test func onALoopbackBrokerEveryStoredEventSaysSo() throws {
        let server = try NATSServer(.pinned, port: nil, root: packageRoot())
        _ = try Program.run("healthypi-warden", "broker", "provision", "--broker", server.url)
        let outcome = try agent([
            "replay", Datasets.record("eda_plux_95s"), "--demo", "--broker", server.url,
        ]).finish()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("audit: publishes to \(server.url)\n"))
        let stored = try storedMessages(server)
        #expect(!stored.isEmpty)
        for message in stored {
            let event = try JSONSerialization.jsonObject(with: Data(message.payload))
            #expect((event as? [String: Any])?.object("data")["demo"] as? Bool == true)
        }
        #expect(try left().isEmpty)
    }

    @Test func theReportSaysSoAtItsTop() throws {
        let (demo, plain) = (folder.path + "/demo.html", folder.path + "/plain.html")
        let recording = Datasets.record("eda_plux_95s")
        #expect(
            try agent(["report", recording, "--demo", "--output", demo]).finish().status == 0)
        #expect(try agent(["report", recording, "--output", plain]).finish().status == 0)
        let text = try String(contentsOfFile: demo, encoding: .utf8)
        let banner = try #require(text.range(of: "<strong>A demonstration</strong>"))
        let heading = try #require(text.range(of: "<h1>"))
        #expect(banner.lowerBound < heading.lowerBound)
        #expect(try !String(contentsOfFile: plain, encoding: .utf8).contains("A demonstration"))
    }
}
