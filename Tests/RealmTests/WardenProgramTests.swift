import Foundation
import Realm
import TestKit
import Testing

/// The program as an operator runs it.
@Suite(.serialized) struct WardenProgramTests {
    private static let name = "healthypi-warden"

    @Test func aRealmFromNothingToATestedBroker() async throws {
        let server = try RealmServer()
        let path = server.realm.folder
        let tooEarly = try Program.run(
            Self.name, "broker", "test", path, "--member", "rss")
        #expect(tooEarly.status == 1)
        #expect(tooEarly.text.contains("WRONG"))
        let made = try Program.run(Self.name, "broker", "provision", "--realm", path)
        #expect(made.status == 0)
        #expect(made.text.contains("AGENT_healthypi"))
        let tested = try Program.run(Self.name, "broker", "test", path, "--json")
        #expect(tested.status == 0)
        let rows = try #require(
            try JSONSerialization.jsonObject(with: tested.output) as? [[String: Any]])
        #expect(rows.allSatisfy { $0["ok"] as? Bool == true })
        #expect(rows.count > 4_000)
        let checked = try Program.run(
            Self.name, "config", "check", path, "--nats-server", try RealmServer.program())
        #expect(checked.status == 0)
        #expect(checked.text.hasSuffix(": nothing to find fault with.\n"))
    }

    @Test func initRefusesWhatIsNotEmpty() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("mine", to: "file")
        let refused = try Program.run(Self.name, "init", folder.path)
        #expect(refused.status == 2)
        #expect(
            refused.errors
                == "Cannot make a realm (\(folder.path)): something is there already, and keys are "
                + "never written over. Name a new or empty directory.\n")
        let nowhere = try Program.run(Self.name, "init", folder.path + "/a/b")
        #expect(nowhere.status == 74)
    }

    @Test func rolesCheckNamesLineAndKey() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "version: 1\ntrust_domain: a\nroles: {}\nmembres: {}\n", to: "r")
        let checked = try Program.run(Self.name, "roles", "check", file)
        #expect(checked.status == 2)
        #expect(
            checked.errors
                == "\(file), line 1, column 1: the key members is missing.\n\(file), line 4, column "
                + "1: membres: there is no such key. Did you mean members?\n")
        #expect(try Program.run(Self.name, "roles", "check", file + "x").status == 66)
    }

    /// Debian's 2.9.10, which cannot read min_version or sync_interval, is refused by name.
    @Test func anOldServerIsRefusedByVersion() async throws {
        let debian = "/usr/sbin/nats-server"
        guard FileManager.default.isExecutableFile(atPath: debian) else { return }
        let folder = try TemporaryFolder()
        let path = folder.path + "/realm"
        #expect(try Program.run(Self.name, "init", path).status == 0)
        let refused = try Program.run(
            Self.name, "broker", "config", path, "--nats-server", debian)
        #expect(refused.status == 69)
        #expect(refused.errors.hasPrefix("nats-server 2.9.10 (\(debian)) is too old"))
        let old = try NATSServer(.debian, root: packageRoot())
        let tested = try Program.run(Self.name, "broker", "test", path, "--broker", old.url)
        #expect(tested.status == 69)
        #expect(tested.errors.hasPrefix("nats-server 2.9.10 (\(old.url)) is too old"))
    }

    @Test func brokerConfigWritesWhatRolesSay() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/realm"
        #expect(try Program.run(Self.name, "init", path, "--port", "14222").status == 0)
        let server = try RealmServer.program()
        let same = try Program.run(Self.name, "broker", "config", path, "--nats-server", server)
        #expect(same.text.hasPrefix("Unchanged:"))
        let roles = try String(contentsOfFile: path + "/roles.yaml", encoding: .utf8)
        try roles.replacingOccurrences(of: "lighting.scene.set", with: "lighting.scene.put").write(
            toFile: path + "/roles.yaml", atomically: false, encoding: .utf8)
        let changed = try Program.run(Self.name, "broker", "config", path, "--nats-server", server)
        #expect(changed.text.hasPrefix("Wrote"))
        let text = try String(contentsOfFile: path + "/nats.conf", encoding: .utf8)
        #expect(text.contains("lighting.scene.put"))
        #expect(text.contains("listen: \"127.0.0.1:14222\""))
    }
}
