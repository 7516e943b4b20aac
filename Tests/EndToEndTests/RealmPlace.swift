import EventContract
import Foundation
import TestKit
import Testing
import Trust

@testable import Agent
@testable import NATSPublishing

/// A realm as `healthypi-warden init` makes it, its broker, and its members.
struct RealmPlace {
    let folder: TemporaryFolder
    let server: NATSServer
    var realm: String { folder.path + "/realm" }
    var url: String { "tls://127.0.0.1:\(server.port)" }

    /// - Parameter roles: done to roles.yaml before the broker's configuration is written.
    init(_ roles: ((String) -> String)? = nil) throws {
        folder = try TemporaryFolder()
        let port = try NATSServer.freePort()
        let realm = folder.path + "/realm"
        let made = try Program.run("healthypi-warden", "init", realm, "--port", "\(port)")
        #expect(made.status == 0, "\(made.errors)")
        if let roles {
            let file = realm + "/roles.yaml"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try roles(text).write(toFile: file, atomically: false, encoding: .utf8)
            let place = ProcessInfo.processInfo.environment["HEALTHYPI_NATS_SERVER"]
            let written = try Program.run(
                "healthypi-warden", "broker", "config", realm, "--nats-server",
                place ?? packageRoot() + "/.tools/bin/nats-server")
            #expect(written.status == 0, "\(written.errors)")
        }
        let file = realm + "/nats.conf"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        // Where it stores is the test's to say, on the command line.
        let lines = text.components(separatedBy: "\n").filter { !$0.contains("store_dir:") }
        try lines.joined(separator: "\n").write(toFile: file, atomically: false, encoding: .utf8)
        server = try NATSServer(.pinned, port: port, options: ["-c", file], root: packageRoot())
        let provision = try Program.run(
            "healthypi-warden", "broker", "provision", "--realm", realm)
        #expect(provision.status == 0, "\(provision.errors)")
    }

    func access(_ member: String) throws -> BrokerAccess {
        try BrokerAccess(url: url, agent: member, login: realm + "/keys/" + member)
    }

    func asker(_ member: String) throws -> Asker {
        try Asker(try access(member).settings, inbox: "_INBOX_\(member).asked")
    }

    /// What `healthypi-warden token issue` prints for a member, without its line feed.
    func token(_ member: String, _ subjects: [String], _ options: String...) throws -> String {
        try token(member, subjects, options)
    }

    func token(_ member: String, _ subjects: [String], _ options: [String]) throws -> String {
        let issued = try Program(
            "healthypi-warden",
            ["token", "issue", "--realm", realm, "--agent", member]
                + subjects.flatMap { ["--subject", $0] } + options
        ).finish()
        #expect(issued.status == 0, "\(issued.errors)")
        return issued.text.trimmingCharacters(in: .newlines)
    }

    /// A member that asks with a fresh token for what its role may read here.
    func requester(_ member: String) throws -> Requester {
        let subjects = [
            "orchestrator": [
                "health.data.read", "health.insights.read", "health.data.export",
            ],
            "workflow": ["health.insights.read"],
        ]
        return Requester(
            asker: try asker(member), signer: try signer(member),
            token: try token(member, subjects[member] ?? []))
    }

    func signer(_ member: String) throws -> MessageSigner {
        let text = try String(
            contentsOfFile: realm + "/keys/\(member)/message.key", encoding: .utf8)
        return MessageSigner(agent: member, key: try #require(MessageKey(seedText: text)))
    }

    /// What every request has to show in this realm, on a machine whose clock nobody keeps.
    func granting(_ ceilings: [String: Label]) -> GrantingOptions {
        let sends = [
            "orchestrator": [
                "health.data.read", "health.insights.read", "health.data.export",
            ],
            "workflow": ["health.insights.read"],
        ]
        let granting = GrantingOptions(
            issuer: "orchestrator",
            ceilings: RoleCeilings(
                ceilings.map { name, label in
                    RoleCeiling(
                        agent: name, sends: (sends[name] ?? []).map { Subject($0) },
                        labelMax: label)
                }), folder: realm + "/trust")
        return granting
    }
}

/// A member that asks as it should: each request signed, with its token.
struct Requester {
    let asker: Asker
    let signer: MessageSigner
    let token: String?

    func headers(
        _ subject: String, _ body: String, milliseconds: Int64? = nil
    ) -> [(name: String, value: String)] {
        var generator = SystemRandomNumberGenerator()
        let now = milliseconds ?? Int64(Date().timeIntervalSince1970 * 1_000)
        let signature = signer.header(
            id: ULID(millisecondsSince1970: now, using: &generator).description, sequence: 0,
            timeMilliseconds: now, subject: subject, payload: Array(body.utf8))
        return [(MessageSigner.headerName, signature)]
            + (token.map { [(RequestGuard.tokenHeader, $0)] } ?? [])
    }

    /// - Parameter more: headers besides, before those it should have.
    func ask(
        _ subject: String, _ body: String, more: [(name: String, value: String)] = [],
        seconds: Double = 20
    ) async throws -> IncomingMessage? {
        try await asker.ask(
            subject, body, headers: more + headers(subject, body), seconds: seconds)
    }

    /// Until somebody answers.
    func awaitService(_ subject: String = "health.insights.read") async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            let answer = try await ask(subject, "{}", seconds: 2)
            if let answer, !answer.payload.isEmpty { return }
        }
        throw CocoaError(.coderValueNotFound)
    }
}
