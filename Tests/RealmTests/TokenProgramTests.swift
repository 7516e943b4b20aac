import EventContract
import Foundation
import Realm
import TestKit
import Testing
import Trust

/// `healthypi-warden token …` as an operator runs it.
@Suite struct TokenProgramTests {
    private let folder: TemporaryFolder
    private let realm: String

    init() throws {
        folder = try TemporaryFolder()
        realm = folder.path + "/realm"
        let made = try Program.run("healthypi-warden", "init", realm)
        #expect(made.status == 0)
    }

    private func token(_ arguments: String...) throws -> Program.Outcome {
        let program = try Program("healthypi-warden", ["token"] + arguments)
        return try program.finish()
    }

    private func issue(_ arguments: String...) throws -> Program.Outcome {
        let all = ["token", "issue", "--realm", realm] + arguments
        return try Program("healthypi-warden", all).finish()
    }

    private func file(_ outcome: Program.Outcome, _ name: String = "a.token") throws -> String {
        try folder.write(outcome.text, to: name)
    }

    @Test func theShortFormIsIssuedVerifiedRenewedAndRevoked() throws {
        let issued = try issue(
            "--agent", "health-monitoring", "--subject", "health.insights.write")
        #expect(issued.status == 0)
        #expect(issued.lines.count == 1)
        let path = try file(issued)
        let shown = try token("inspect", path, "--json")
        let account = try #require(
            try JSONSerialization.jsonObject(with: shown.output) as? [String: Any])
        #expect(account["agent"] as? String == "healthypi")
        #expect(account["iss"] as? String == "orchestrator")
        #expect(
            account["allowed_subjects"] as? [String] == [
                "health.insights.write.healthypi.public.*",
                "health.insights.write.healthypi.internal.*",
                "health.insights.write.healthypi.confidential.*",
            ])
        #expect(account["valid"] == nil)
        let verified = try token(
            "verify", path, "--realm", realm, "--subject",
            "health.insights.write.healthypi.internal.recovery", "--label", "internal")
        #expect(verified.status == 0)
        #expect(verified.errors == "It holds.\n")
        let other = try token(
            "verify", path, "--realm", realm, "--subject", "health.insights.write")
        #expect(other.status == 1)
        #expect(other.errors == "subject_not_allowed: The token does not allow this subject.\n")
        let renewed = try token("refresh", path, "--realm", realm)
        #expect(renewed.status == 0)
        #expect(renewed.text != issued.text)
        let next = try file(renewed, "b.token")
        #expect(try token("revoke", "--realm", realm, "--token", path).status == 0)
        let revoked = try token("verify", path, "--realm", realm)
        #expect(revoked.status == 1)
        #expect(revoked.errors == "token_revoked: The token has been revoked.\n")
        #expect(try token("refresh", path, "--realm", realm).status == 77)
        #expect(try token("verify", next, "--realm", realm).status == 0)
        #expect(try token("revoke", "--realm", realm, "--agent", "healthypi").status == 0)
        #expect(try token("verify", next, "--realm", realm).errors.hasPrefix("epoch_revoked: "))
        let fresh = try issue("--agent", "healthypi", "--subject", "health.events.write")
        #expect(try token("verify", file(fresh, "c.token"), "--realm", realm).status == 0)
    }

    @Test("T20 the issuer is held to roles.yaml")
    func beyondTheRole() throws {
        let wide = try issue("--agent", "hue", "--subject", "health.data.read")
        #expect(wide.status == 77)
        #expect(
            wide.errors
                == "subject_beyond_role: hue's role does not send on health.data.read.\n")
        #expect(wide.text.isEmpty)
        #expect(try issue("--agent", "hue", "--subject", ">").status == 77)
        let label = try issue(
            "--agent", "hue", "--subject", "lighting.events.write", "--label", "confidential")
        #expect(label.errors == "label_beyond_role: hue's role goes up to internal.\n")
        #expect(
            try issue("--agent", "hue", "--subject", "lighting.events.write", "--seconds", "86401")
                .status == 77)
        let stranger = try issue("--agent", "stranger", "--subject", "a")
        #expect(stranger.status == 2)
        #expect(
            stranger.errors
                == "stranger is no member of this realm: \(realm)/roles.yaml does not name it. Name "
                + "one that is there, or add it.\n")
        #expect(try issue("--agent", "hue", "--subject", "a..b").status == 2)
    }

    @Test("T9 a token changed in one place is refused by verify, with its rule")
    func changed() throws {
        let issued = try issue("--agent", "healthypi", "--subject", "health.insights.write")
        let path = try folder.write(
            issued.text.replacingOccurrences(of: "confidential", with: "restricted"), to: "x")
        let verified = try token("verify", path, "--realm", realm, "--json")
        #expect(verified.status == 1)
        #expect(verified.errors.hasPrefix("signature_wrong: "))
        let account = try #require(
            try JSONSerialization.jsonObject(with: verified.output) as? [String: Any])
        #expect(account["valid"] as? Bool == false)
        #expect(account["rule"] as? String == "signature_wrong")
        let noise = try folder.write("nothing", to: "y")
        #expect(try token("inspect", noise).status == 65)
        let missing = try token("verify", noise + "x", "--realm", realm)
        #expect(missing.status == 66)
        #expect(
            missing.errors
                == "Cannot read the token (\(noise)x): there is no such file. Check the path.\n")
        let directory = try token("inspect", realm)
        #expect(directory.status == 66)
        #expect(
            directory.errors
                == "Cannot read the token (\(realm)): it is a directory. Name the file that holds the "
                + "token.\n")
    }

    @Test("T24 a plain token is verified only where that is allowed")
    func plain() throws {
        let issued = try issue(
            "--agent", "healthypi", "--subject", "health.insights.write", "--plain")
        #expect(issued.status == 0)
        let path = try file(issued)
        let members = try #require(
            try JSONSerialization.jsonObject(with: issued.output) as? [String: Any])
        #expect(
            members.keys.sorted() == ["agent", "allowed_subjects", "expiration", "signature"])
        #expect(try token("verify", path, "--realm", realm).errors.hasPrefix("version_zero_off: "))
        #expect(try token("verify", path, "--realm", realm, "--plain").status == 0)
        #expect(
            try token("verify", path, "--realm", realm, "--plain", "--sensitive").errors
                .hasPrefix("version_zero_sensitive: "))
    }

    @Test("T20 a keyring entry the root did not sign stops everything")
    func keyring() throws {
        let ring = realm + "/trust/keyring"
        let names = try FileManager.default.contentsOfDirectory(atPath: ring)
        // The issuer, two approvers, and every member.
        #expect(names.count == 3 + (try Realm(at: realm).roles.members.count))
        let name = try #require(names.first { $0.hasPrefix("member.hue.") })
        let text = try String(contentsOfFile: "\(ring)/\(name)", encoding: .utf8)
        try text.replacingOccurrences(of: "\"member\"", with: "\"issuer\"").write(
            toFile: "\(ring)/\(name)", atomically: false, encoding: .utf8)
        let refused = try issue("--agent", "healthypi", "--subject", "health.insights.write")
        #expect(refused.status == 2)
        #expect(refused.errors.contains("It was not signed with the key it names."))
    }

    @Test func aMemberOutsideItsHoursGetsNoToken() throws {
        let parts = Calendar.current.dateComponents([.hour, .minute], from: Date())
        let minute = (parts.hour ?? 0) * 60 + (parts.minute ?? 0)
        func text(_ minute: Int) -> String {
            // Midnight as an end would have to be written 24:00.
            let minute = max(minute % 1_440, 1)
            return String(format: "%02d:%02d", minute / 60, minute % 60)
        }
        // Six hours, on the other side of the day.
        let hours = "\(text(minute + 540))-\(text(minute + 900))"
        let path = realm + "/roles.yaml"
        let roles = try String(contentsOfFile: path, encoding: .utf8)
        try roles.replacingOccurrences(of: "06:00-23:00", with: hours).write(
            toFile: path, atomically: false, encoding: .utf8)
        let refused = try issue("--agent", "rss", "--subject", "news.events.write")
        #expect(refused.status == 77)
        #expect(
            refused.errors == "outside_hours: rss may hold a token from \(hours) only.\n")
    }

    /// The keyring after a member's key was changed: the new key is known, the old one still.
    @Test func aMemberIsEnrolledAnew() throws {
        let realm = try Realm(at: realm)
        let before = try realm.keyring().count
        let key = try #require(MessageKey(seed: Array(repeating: 7, count: 32)))
        try realm.enrol("hue", key.publicKey, start: 1_795_219_200, days: 30)
        #expect(try realm.keyring().count == before + 1)
        #expect(
            try realm.keyring().messageKeys(Revocations()).count {
                $0.agent == "hue"
            } == 2)
    }

    @Test("T24 config check names what would keep signatures from being believed")
    func findings() throws {
        let realm = try Realm(at: realm)
        let clock = ClockReading(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        func texts(_ clock: ClockReading) -> [String] {
            realm.trustFindings(at: clock).map {
                $0.path.dropFirst(realm.folder.count) + ": " + $0.text
            }
        }
        #expect(texts(clock) == [])
        let later = ClockReading(milliseconds: clock.milliseconds + 366 * 86_400_000)
        #expect(texts(later).count == 1)
        let key = try #require(MessageKey(seed: Array(repeating: 9, count: 32)))
        try Data(key.publicText.utf8).write(
            to: URL(fileURLWithPath: realm.folder + "/keys/hue/message.pub"))
        #expect(
            texts(clock) == [
                "/keys/hue/message.pub: no entry of the keyring holds it now: nothing hue signs "
                    + "will be believed."
            ])
        try realm.enrol("hue", key.publicKey, start: clock.seconds, days: 1)
        #expect(texts(clock) == [])
        try FileManager.default.removeItem(atPath: realm.folder + "/trust/revocations.json")
        #expect(texts(clock).count == 1)
    }
}
