import Dashboard
import Foundation
import Glibc
import TestKit
import Testing

@testable import Agent
@testable import NATSPublishing

/// A realm with its broker, and a state directory with one finished recording.
final class ApprovalRealm {
    let folder: TemporaryFolder
    let server: NATSServer
    private let settings: String

    var realm: String { folder.path + "/realm" }
    var state: String { folder.path + "/state" }
    var socket: String { state + "/agent.sock" }
    var recording: String { state + "/recordings/R" }
    var url: String { "tls://127.0.0.1:\(server.port)" }

    /// - Parameter settings: of the group `security`, besides the clock.
    init(_ settings: String = "") throws {
        folder = try TemporaryFolder()
        self.settings = settings
        let port = try NATSServer.freePort()
        let realm = folder.path + "/realm"
        let made = try Program.run("healthypi-warden", "init", realm, "--port", "\(port)")
        #expect(made.status == 0, "\(made.errors)")
        let file = realm + "/nats.conf"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        // Where it stores is the test's to say, on the command line.
        let lines = text.components(separatedBy: "\n").filter { !$0.contains("store_dir:") }
        try lines.joined(separator: "\n").write(toFile: file, atomically: false, encoding: .utf8)
        server = try NATSServer(.pinned, port: port, options: ["-c", file], root: packageRoot())
        let provision = try Program.run(
            "healthypi-warden", "broker", "provision", "--realm", realm)
        #expect(provision.status == 0, "\(provision.errors)")
        for path in [state, state + "/recordings", recording] {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        }
        try Data("R 1 125 4\n".utf8).write(to: URL(fileURLWithPath: recording + "/R.hea"))
        try Data("abcdefgh".utf8).write(to: URL(fileURLWithPath: recording + "/R.dat"))
    }

    /// A running agent, its door open.
    ///
    /// - Parameter hasBroker: false for one that knows its realm and no broker.
    func agent(hasBroker: Bool = true) throws -> Program {
        // No kernel of a test machine need call its clock synchronised.
        let identity = hasBroker ? "" : ", identity: \(realm)/keys/healthypi"
        let config = try folder.write(
            "security: {trust_clock: true\(settings)\(identity)}", to: "agent.yaml")
        var arguments = [
            "run", "--device", folder.path + "/none", "--state", state, "--config", config,
        ]
        if hasBroker {
            arguments += ["--broker", url, "--login", realm + "/keys/healthypi"]
        }
        let agent = try Program("healthypi-agent", arguments)
        let isOpen = awaitCondition(within: .seconds(60)) {
            (try? DoorClient(path: socket).get("/v1/tasks").status) == 200 || !agent.isRunning
        }
        let said = try agent.errorsSoFar()
        try #require(isOpen && agent.isRunning, "\(said)")
        return agent
    }

    func orchestrator() throws -> Asker {
        try Asker(
            try BrokerAccess(
                url: url, agent: "orchestrator", login: realm + "/keys/orchestrator"
            ).settings, inbox: "_INBOX_orchestrator.asked")
    }

    func warden(_ arguments: String...) throws -> Program.Outcome {
        try Program("healthypi-warden", ["approvals"] + arguments).finish()
    }

    /// Asks until somebody answers; the same wish is one approval.
    func ask(_ subject: String, _ body: String, as asker: Asker) async throws -> String {
        struct Answer: Decodable {
            struct Approval: Decodable { let id: String }
            let approval: Approval
        }
        let deadline = ContinuousClock.now + .seconds(60)
        var last: String?
        while ContinuousClock.now < deadline {
            let answer = try await asker.ask(subject, body, seconds: 2)
            last = answer?.text
            guard let answer, !answer.payload.isEmpty else { continue }
            return try JSONDecoder().decode(Answer.self, from: Data(answer.payload)).approval.id
        }
        try #require(Bool(false), "nobody answers: \(last ?? "nothing")")
        return ""
    }

    func task(_ id: String) throws -> [String: Any] {
        let body = try DoorClient(path: socket, withinSeconds: 60).get("/v1/task/\(id)").body
        return try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
    }
}
