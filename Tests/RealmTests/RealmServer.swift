import Foundation
import Glibc
import NATSPublishing
import Publishing
import Realm
import TestKit

@testable import WardenCLI

/// A fresh realm and a real nats-server that reads its nats.conf, gone with the test.
final class RealmServer {
    let folder: TemporaryFolder
    let realm: Realm
    let access: RealmAccess
    private let process: Process
    var url: String { access.broker.description }

    /// - Parameters:
    ///   - change: done to nats.conf before the server starts.
    init(_ change: (String) -> String = { $0 }) throws {
        let program = try Self.program()
        folder = try TemporaryFolder()
        var choice = RealmMaker.Choice()
        choice.port = try NATSServer.freePort()
        let path = try RealmMaker(choice, now: Date()).make(at: folder.path + "/realm")
        realm = try Realm(at: path)
        access = try RealmAccess(realm, broker: nil)
        let text = try String(contentsOfFile: path + "/nats.conf", encoding: .utf8)
        try change(text).write(
            toFile: path + "/nats.conf", atomically: false, encoding: .utf8)
        process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-c", path + "/nats.conf", "-l", folder.path + "/log"]
        try process.run()
        let broker = access.broker
        let process = process
        guard
            awaitCondition(
                within: .seconds(15),
                { !process.isRunning || (try? BrokerGreeting.read(broker)) != nil }),
            process.isRunning
        else { throw Failure(description: "nats-server did not start: \(log)") }
    }

    deinit {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Makes it read its configuration and certificates again.
    func reload() { kill(process.processIdentifier, SIGHUP) }

    var log: String { (try? String(contentsOfFile: folder.path + "/log", encoding: .utf8)) ?? "" }

    func probe(_ name: String) async throws -> AccessProbe {
        try await AccessProbe.connect(access.settings(name))
    }

    /// Streams and buckets, as `broker provision --realm` makes them.
    func provision() async throws {
        let maker = try access.streamMaker()
        for member in realm.roles.members {
            for stream in MemberStream.all(of: member) {
                _ = try await maker.make(StreamMaker.Wish(stream))
            }
        }
    }

    /// - Parameter member: nil for everybody.
    func matrix(of member: String? = nil) async throws -> [AccessRunner.Result] {
        var runner = AccessRunner(access)
        let cells = AccessMatrix(realm.roles).cells
        return try await runner.run(cells.filter { member == nil || $0.member == member })
    }

    static func program() throws -> String {
        let environment = ProcessInfo.processInfo.environment
        let places = [
            environment["HEALTHYPI_NATS_SERVER"], packageRoot() + "/.tools/bin/nats-server",
        ]
        guard let found = places.compactMap({ $0 }).first(where: { Glibc.access($0, X_OK) == 0 })
        else { throw Failure(description: "nats-server is not installed. Run: make tools") }
        return found
    }
}

extension AccessProbe {
    /// The first message on a subject listened to, waited for.
    func first(_ subject: String) async throws -> IncomingMessage? {
        let deadline = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < deadline {
            if let message = heard(subject).first { return message }
            await Task.yield()
        }
        return nil
    }
}
