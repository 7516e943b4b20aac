import Foundation
import Publishing
import Storage
import TestKit
import Testing
import Trust

@testable import Agent
@testable import NATSPublishing

/// The agent as a member of a realm: TLS 1.3, its own certificate and key, signed events, and a
/// real broker that reads the realm's configuration.
@Suite(.serialized, .timeLimit(.minutes(3))) struct RealmDeliveryTests {
    private struct Place {
        let folder: TemporaryFolder
        let server: NATSServer
        var realm: String { folder.path + "/realm" }
        var login: String { realm + "/keys/healthypi" }
        var url: String { "tls://127.0.0.1:\(server.port)" }
        var replay: [String] {
            [
                "replay", Datasets.shortECG, "--broker", url, "--state", folder.path + "/state",
                "--events", folder.path + "/events.jsonl",
            ]
        }

        /// What the broker holds, as the agent itself may read it.
        func stored() throws -> [BrokerMessage] {
            let access = try BrokerAccess(url: url, agent: "healthypi", login: login)
            let connection = try BrokerConnection(access.settings)
            var messages: [BrokerMessage] = []
            for place in 1... {
                let found = try connection.request(
                    "$JS.API.DIRECT.GET.AGENT_healthypi", #"{"seq":\#(place)}"#,
                    milliseconds: 5_000)
                guard let found, found.status == nil else { break }
                messages.append(found)
            }
            return messages
        }

        func lines() throws -> [String] {
            try String(contentsOfFile: folder.path + "/events.jsonl", encoding: .utf8)
                .split(separator: "\n").map(String.init)
        }
    }

    /// A realm, its broker and its streams.
    private func place(_ change: (String) -> String = { $0 }) throws -> Place {
        let folder = try TemporaryFolder()
        let port = try NATSServer.freePort()
        let realm = folder.path + "/realm"
        let made = try Program.run("healthypi-warden", "init", realm, "--port", "\(port)")
        #expect(made.status == 0, "\(made.errors)")
        let file = realm + "/nats.conf"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        // Where it stores is the test's to say, on the command line.
        let lines = text.components(separatedBy: "\n").filter { !$0.contains("store_dir:") }
        try change(lines.joined(separator: "\n")).write(
            toFile: file, atomically: false, encoding: .utf8)
        let server = try NATSServer(
            .pinned, port: port, options: ["-c", file], root: packageRoot())
        let provision = try Program.run(
            "healthypi-warden", "broker", "provision", "--realm", realm)
        #expect(provision.status == 0, "\(provision.errors)")
        return Place(folder: folder, server: server)
    }

    @Test func aMemberDeliversEverythingSigned() throws {
        let place = try place()
        let outcome = try Program("healthypi-agent", place.replay + ["--login", place.login])
            .finish()
        #expect(outcome.status == 0, "\(outcome.errors)")
        let stored = try place.stored()
        #expect(stored.map { String(decoding: $0.payload, as: UTF8.self) } == (try place.lines()))
        #expect(stored.count > 2)
        // What goes beside the bytes is stored with them, so that a resend is the same.
        let kept = try Store(reading: place.folder.path + "/state").events(after: 0, limit: 1_000)
        #expect(kept.count == stored.count)
        #expect(
            kept.allSatisfy {
                $0.headers.map(\.name) == ["Content-Type", MessageSigner.headerName]
            })
    }

    /// Somebody else's language and libraries, on the realm's own broker, hold the live events to
    /// their signatures.
    @Test func aConsumerInPythonVerifiesTheAgentsEvents() throws {
        let place = try place { text in
            var parts = text.components(separatedBy: "\n  \"healthypi\" {")
            if let users = parts[1].range(of: "users: [") {
                parts[1].replaceSubrange(
                    users, with: "users: [\n      {user: watcher, password: hush}")
            }
            return parts.joined(separator: "\n  \"healthypi\" {")
        }
        let python = packageRoot() + "/.tools/venv/bin/python"
        try #require(
            FileManager.default.isExecutableFile(atPath: python),
            "No Python with nats-py at \(python). Run: make tools")
        let key = try String(contentsOfFile: place.login + "/message.pub", encoding: .utf8)
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [
            packageRoot() + "/Tests/EndToEndTests/Tools/verify_signed.py",
            "tls://watcher:hush@127.0.0.1:\(place.server.port)",
            key.trimmingCharacters(in: .whitespacesAndNewlines), "3", "health.events.write.>",
            place.realm + "/ca/ca.crt", place.login + "/client.crt", place.login + "/client.key",
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading
        var greeting = ""
        while !greeting.hasSuffix("\n"), process.isRunning {
            greeting += String(decoding: output.availableData, as: UTF8.self)
        }
        #expect(greeting == "listening\n")
        let replay = try Program("healthypi-agent", place.replay + ["--login", place.login])
            .finish()
        #expect(replay.status == 0, "\(replay.errors)")
        let verified = String(decoding: output.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(verified)")
        let ids = try place.lines().prefix(3).compactMap { try JSONObject($0).text("id") }
        #expect(verified.split(separator: "\n").map(String.init) == ids)
    }

    /// The service hears only what the realm lets it hear, and is told of no refusal.
    @Test func aServiceListensAsARealmAllows() throws {
        let place = try place()
        let board = try Simulation("healthypi5", terminals: 1, ["--synthetic", "--seed", "4"])
        let run = try Program(
            "healthypi-agent",
            [
                "run", "--device", board.paths[0], "--broker", place.url, "--login", place.login,
                "--state", place.folder.path + "/state", "--record",
            ])
        let kit = try BrokerAccess(
            url: place.url, agent: "healthkit", login: place.realm + "/keys/healthkit")
        let healthkit = try BrokerConnection(kit.settings)
        let steps = #"{"from":"2026-11-21T02:00:00Z","to":"2026-11-21T02:01:00Z","steps":7}"#
        let recordings = place.folder.path + "/state/recordings"
        #expect(
            try awaitCondition(within: .seconds(60)) {
                try healthkit.send(
                    Array(steps.utf8), to: "health.context.steps", replyToken: nil, headers: [])
                try healthkit.flush(milliseconds: 2_000)
                _ = poll(nil, 0, 50)
                let session = try? FileManager.default.contentsOfDirectory(atPath: recordings)
                return session?.first.map {
                    FileManager.default.fileExists(atPath: recordings + "/\($0)/context.jsonl")
                } ?? false
            })
        run.send(SIGINT)
        let outcome = try run.finish()
        _ = try board.stop()
        #expect(outcome.status == 130, "\(outcome.errors)")
        #expect(!outcome.errors.contains("does not let"), "\(outcome.errors)")
        #expect(try place.stored().count > 1)
    }

    @Test func withoutItsLoginItIsNotLetIn() throws {
        let place = try place()
        let bare = try Program(
            "healthypi-agent", place.replay + ["--authority", place.realm + "/ca/ca.crt"]
        ).finish()
        #expect(bare.status == 69 || bare.status == 77, "\(bare.errors)")
        #expect(try place.stored().isEmpty)
    }

    @Test func whatIsWrongWithALoginIsSaid() throws {
        let folder = try TemporaryFolder()
        let realm = folder.path + "/realm"
        _ = try Program.run("healthypi-warden", "init", realm, "--port", "4999")
        func replay(_ broker: String, _ login: String) throws -> Program.Outcome {
            try Program.run(
                "healthypi-agent", "replay", Datasets.shortECG, "--broker", broker, "--login",
                login, "--state", folder.path + "/state")
        }
        let login = realm + "/keys/healthypi"
        let missing = try replay("tls://127.0.0.1:4999", realm + "/keys/nobody")
        #expect(missing.status == 2)
        #expect(missing.errors.contains("There is no \(realm)/keys/nobody"))
        let clear = try replay("nats://127.0.0.1:4999", login)
        #expect(clear.status == 2)
        #expect(clear.errors.contains("tls://"))
        #expect(chmod(login + "/nkey.seed", 0o644) == 0)
        let open = try replay("tls://127.0.0.1:4999", login)
        #expect(open.status == 77)
        #expect(open.errors.contains("chmod 600 \(login)/nkey.seed"))
        #expect(chmod(login + "/nkey.seed", 0o600) == 0)
        try "SU".write(toFile: login + "/nkey.seed", atomically: false, encoding: .utf8)
        let damaged = try replay("tls://127.0.0.1:4999", login)
        #expect(damaged.status == 2)
        #expect(damaged.errors.contains("does not hold what its name says"))
    }
}
