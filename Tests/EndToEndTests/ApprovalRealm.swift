import Dashboard
import Foundation
import Glibc
import TestKit
import Testing

@testable import Agent
@testable import NATSPublishing

/// A realm with its broker, and a state directory with one finished recording.
final class ApprovalRealm {
    let place: RealmPlace
    private let settings: String

    var folder: TemporaryFolder { place.folder }
    var realm: String { place.realm }
    var state: String { folder.path + "/state" }
    var socket: String { state + "/agent.sock" }
    var recording: String { state + "/recordings/R" }
    var url: String { place.url }

    /// - Parameter settings: of the group `security`, besides the clock.
    init(_ settings: String = "") throws {
        place = try RealmPlace()
        self.settings = settings
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

    /// A member that asks as it should.
    func requester(_ member: String = "orchestrator", _ options: String...) throws -> Requester {
        Requester(
            asker: try place.asker(member), signer: try place.signer(member),
            token: try place.token(
                member, ["health.data.export", "health.data.delete"], options))
    }

    func warden(_ arguments: String...) throws -> Program.Outcome {
        try Program("healthypi-warden", ["approvals"] + arguments).finish()
    }

    /// Asks until somebody answers; the same wish is one approval.
    func ask(_ subject: String, _ body: String, as asker: Requester) async throws -> String {
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
