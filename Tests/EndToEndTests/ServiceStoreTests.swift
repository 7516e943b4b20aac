import Foundation
import Publishing
import Storage
import TestKit
import Testing

@testable import Agent
@testable import NATSPublishing

/// The service when its own store or the broker's has come to harm.
@Suite(.serialized, .timeLimit(.minutes(3))) struct ServiceStoreTests {
    @Test func aDamagedStoreIsSaidAndMeasuringGoesOnSealed() throws {
        let folder = try TemporaryFolder()
        let state = folder.path + "/state"
        try FileManager.default.createDirectory(
            atPath: state, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        try Data(repeating: 0x2A, count: 8_192).write(
            to: URL(fileURLWithPath: state + "/store.sqlite"))
        let board = try Simulation("healthypi5", terminals: 1, ["--synthetic", "--seed", "6"])
        let config = try folder.write("security: {seal_store: true}", to: "agent.yaml")
        let events = EventFile(path: folder.path + "/events.jsonl")
        let run = try Program(
            "healthypi-agent",
            [
                "run", "--config", config, "--device", board.paths[0], "--state", state,
                "--events", events.path,
            ])
        #expect(
            try awaitCondition(within: .seconds(60)) { try !events.data("session").isEmpty })
        run.send(SIGINT)
        let outcome = try run.finish()
        _ = try board.stop()
        #expect(outcome.status == 130, "\(outcome.errors)")
        #expect(outcome.errors.contains("The store was damaged. It lies in \(state)/store.sqlite"))
        #expect(FileManager.default.fileExists(atPath: state + "/store.key"))
        let store = FileManager.default.contents(atPath: state + "/store.sqlite") ?? Data()
        #expect(store.range(of: Data("ended_by".utf8)) == nil)
        #expect(
            try StateStore.reader(state).events(after: 0, limit: 10).count
                == events.events().count)
        let shown = try Program.run("healthypi-agent", "baseline", "show", "--state", state)
        #expect(shown.status == 0, "\(shown.errors)")
    }

    /// The broker comes back empty. Everything it had goes out again, once, and an
    /// event says so; meanwhile the stream is missing, and the service goes on asking.
    @Test func aBrokerThatLostItsStoreGetsEverythingAgain() throws {
        let server = try NATSServer(.pinned, port: nil, root: packageRoot())
        let provision = ["broker", "provision", "--broker", server.url]
        _ = try Program("healthypi-warden", provision).finish()
        let folder = try TemporaryFolder()
        // Each unplugging gives events: the first meets the empty broker, the next one tells.
        let board = try Simulation(
            "healthypi5", terminals: 1,
            ["--synthetic", "--seed", "7", "--faults", "unplug=8:1"])
        let events = EventFile(path: folder.path + "/events.jsonl")
        let run = try Program(
            "healthypi-agent",
            [
                "run", "--device", board.paths[0], "--broker", server.url, "--state",
                folder.path + "/state", "--events", events.path,
            ])
        #expect(
            try awaitCondition(within: .seconds(60)) { try storedMessages(server).count > 0 })
        server.kill()
        try FileManager.default.removeItem(atPath: server.storeFolder)
        try server.start()
        _ = poll(nil, 0, 1_500)
        _ = try Program("healthypi-warden", provision).finish()
        #expect(
            try awaitCondition(within: .seconds(90)) { try !events.data("security").isEmpty })
        run.send(SIGINT)
        let outcome = try run.finish()
        _ = try board.stop()
        #expect(outcome.status == 130, "\(outcome.errors)")
        let stored = try storedMessages(server).map { String(decoding: $0.payload, as: UTF8.self) }
        let lines = try String(contentsOfFile: events.path, encoding: .utf8)
            .split(separator: "\n").map(String.init)
        #expect(stored == lines)
        let told = try #require(events.data("security").first)
        #expect(told.text("reason") == "broker_data_loss")
        #expect((told.number("resent") ?? 0) > 0 && told.number("lost") == 0)
    }
}
