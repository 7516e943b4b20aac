import Foundation
import TestKit
import Testing

/// `keys` and `identity` as an operator runs them.
struct KeysProgramTests {
    private static let name = "healthypi-warden"

    private func realm(_ folder: TemporaryFolder) throws -> String {
        let path = folder.path + "/realm"
        #expect(try Program.run(Self.name, "init", path).status == 0)
        return path
    }

    /// Every secret of a member, as text.
    private func secrets(_ own: String) throws -> [String] {
        try ["nkey.seed", "message.key", "client.key"].map { file in
            let text = try String(contentsOfFile: "\(own)/\(file)", encoding: .utf8)
            let lines = text.split(separator: "\n")
            return String(lines.count > 1 ? lines[1] : lines[0])
        }
    }

    @Test func newKeysAreMadeAndNoSecretIsShown() throws {
        let folder = try TemporaryFolder()
        let path = try realm(folder)
        let own = path + "/keys/weather"
        let there = try Program.run(Self.name, "keys", "new", path, "weather")
        #expect(there.status == 2)
        #expect(there.output.isEmpty)
        #expect(there.errors.contains("keys are never written over"))
        try FileManager.default.removeItem(atPath: own)
        let made = try Program.run(Self.name, "keys", "new", path, "weather")
        #expect(made.status == 0)
        #expect(made.text.hasPrefix("Made keys of weather in "))
        #expect(made.text.contains("\nstatus        valid\n"))
        for secret in try secrets(own) {
            #expect(!made.text.contains(secret) && !made.errors.contains(secret))
        }
        let stranger = try Program.run(Self.name, "keys", "new", path, "stranger")
        #expect(stranger.status == 2)
        #expect(stranger.errors.contains("roles.yaml: it names no member \"stranger\"."))
        #expect(try Program.run(Self.name, "keys", "new", path + "/x", "weather").status == 66)
        #expect(
            try Program.run(Self.name, "keys", "new", path, "weather", "--days", "0").status == 2)
    }

    @Test func certificatesAreRenewed() throws {
        let folder = try TemporaryFolder()
        let path = try realm(folder)
        let before = try String(contentsOfFile: path + "/keys/rss/client.crt", encoding: .utf8)
        let one = try Program.run(Self.name, "keys", "renew", path, "rss", "--json")
        #expect(one.status == 0)
        let told = try #require(
            try JSONSerialization.jsonObject(with: one.output) as? [String: [String]])
        #expect(told["renewed"]?.count == 1)
        #expect(
            try String(contentsOfFile: path + "/keys/rss/client.crt", encoding: .utf8) != before)
        let all = try Program.run(Self.name, "keys", "renew", path, "--days", "30")
        #expect(all.status == 0)
        #expect(all.text.contains("/keys/broker/server.crt\n"))
        #expect(
            all.errors == "Have the broker read its certificate: kill -HUP, by its process id.\n")
        let tooLong = try Program.run(Self.name, "keys", "renew", path, "rss", "--days", "800")
        #expect(tooLong.status == 2)
        #expect(tooLong.errors.contains("it holds for 36"))
    }

    @Test func identitiesAreShown() throws {
        let folder = try TemporaryFolder()
        let path = try realm(folder)
        let table = try Program.run(Self.name, "identity", "show", path)
        #expect(table.status == 0)
        #expect(table.text.hasPrefix("name "))
        #expect(table.text.split(separator: "\n").count == 17)
        let printed = try Program.run(Self.name, "identity", "show", path, "healthypi", "--json")
        let one = try #require(
            try JSONSerialization.jsonObject(with: printed.output) as? [String: Any])
        #expect(one["id"] as? String == "spiffe://healthypi.internal/agent/healthypi")
        #expect(one["status"] as? String == "valid")
        #expect((one["kid"] as? String)?.count == 11)
        #expect((one["nkey"] as? String)?.hasPrefix("U") == true)
        let leaf = try #require(one["certificate"] as? [String: String])
        #expect(Set(leaf.keys) == ["serial", "not_before", "not_after", "renew_by"])
        for secret in try secrets(path + "/keys/healthypi") {
            #expect(!printed.text.contains(secret))
        }
        let all = try Program.run(Self.name, "identity", "show", path, "--json")
        let rows = try #require(
            try JSONSerialization.jsonObject(with: all.output) as? [[String: Any]])
        #expect(rows.count == 16)
        try FileManager.default.removeItem(atPath: path + "/keys/rss/nkey.pub")
        let broken = try Program.run(Self.name, "identity", "show", path)
        #expect(broken.status == 0)
        #expect(broken.text.contains("missing: nkey.pub is missing."))
        #expect(try Program.run(Self.name, "identity", "show", path, "nobody").status == 2)
        #expect(try Program.run(Self.name, "identity", "show", folder.path + "/no").status == 66)
    }
}
