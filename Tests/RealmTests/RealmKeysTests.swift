import Foundation
import Glibc
import TestKit
import Testing
import Trust

@testable import Realm

/// Keys and certificates after a realm was made.
struct RealmKeysTests {
    private func realm(_ folder: TemporaryFolder, now: Date = Date()) throws -> Realm {
        try Realm(at: RealmMaker(now: now).make(at: folder.path + "/realm"))
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }

    private func mode(_ path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.posixPermissions] as? Int ?? 0
    }

    @Test func aMemberWithoutKeysGetsThem() throws {
        let folder = try TemporaryFolder()
        let realm = try realm(folder)
        let own = realm.folder + "/keys/rss"
        let old = try text(own + "/nkey.pub")
        try FileManager.default.removeItem(atPath: own)
        #expect(try realm.makeKeys("rss", days: 30, now: Date()) == own)
        #expect(mode(own) == 0o700)
        let files = try FileManager.default.contentsOfDirectory(atPath: own).sorted()
        #expect(
            files == [
                "client.crt", "client.key", "message.key", "message.pub", "nkey.pub", "nkey.seed",
            ])
        for file in files { #expect(mode("\(own)/\(file)") == 0o600) }
        #expect(try text(own + "/nkey.pub") != old)
        // The broker does not know the new key yet; nothing else is to be found fault with.
        #expect(realm.findings(now: Date()).map(\.path) == [realm.folder + "/nats.conf"])
        _ = try realm.writeBrokerConfiguration(realm.brokerConfiguration().text)
        #expect(realm.findings(now: Date()) == [])
        #expect(try realm.identity("rss", now: Date()).status == .valid)
    }

    @Test func noKeyIsWrittenOver() throws {
        let folder = try TemporaryFolder()
        let realm = try realm(folder)
        let own = realm.folder + "/keys/hue"
        let seed = try text(own + "/nkey.seed")
        #expect(
            throws: RealmError.wrong(
                path: own,
                reason: "keys are there already, and keys are never written over. Move the folder "
                    + "away first, or renew the certificate only: healthypi-warden keys renew.")
        ) { _ = try realm.makeKeys("hue", days: 30, now: Date()) }
        #expect(try text(own + "/nkey.seed") == seed)
        // One file of them is enough.
        for file in try FileManager.default.contentsOfDirectory(atPath: own)
        where file != "message.key" {
            unlink("\(own)/\(file)")
        }
        #expect(throws: RealmError.self) {
            _ = try realm.makeKeys("hue", days: 30, now: Date())
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: own) == ["message.key"])
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: realm.folder + "/keys")
                .allSatisfy { !$0.contains(".new") })
    }

    @Test("T8 a key that was replaced is believed no longer, and nobody else's is touched")
    func replacedMessageKeys() throws {
        let folder = try TemporaryFolder()
        let made = Date(timeIntervalSince1970: 1_795_219_200)
        let realm = try realm(folder, now: made)
        let old = try realm.messagePublicKey("rss")
        try FileManager.default.removeItem(atPath: realm.folder + "/keys/rss")
        let later = made + 3_600
        _ = try realm.makeKeys("rss", days: 30, now: later)
        let new = try realm.messagePublicKey("rss")
        func believed(at seconds: Int64) throws -> [MessagePublicKey] {
            try realm.keyring().messageKeys(Revocations(), at: seconds)
                .filter { $0.agent == "rss" }.map(\.key)
        }
        #expect(try believed(at: 1_795_219_200 + 3_599) == [old])
        #expect(try believed(at: 1_795_219_200 + 3_600) == [new])
        #expect(try believed(at: 1_795_219_200 + 30 * 86_400) == [new])
        #expect(
            try realm.keyring().messageKeys(Revocations(), at: 1_795_219_200 + 3_600).count
                == realm.roles.members.count)
    }

    @Test func aRenewedCertificateTakesTheMessageKeyAlong() throws {
        let folder = try TemporaryFolder()
        let made = Date(timeIntervalSince1970: 1_795_219_200)
        let realm = try realm(folder, now: made)
        let key = try realm.messagePublicKey("rss")
        let before = try #require(try realm.keyring().members("rss").first)
        let later = made + 80 * 86_400
        _ = try realm.renewLeaf(.member("rss"), days: 200, now: later)
        let after = try realm.keyring().members("rss")
        #expect(after.map(\.key) == [key])
        let start: Int64 = 1_795_219_200 + 80 * 86_400
        let entry = try #require(after.first)
        #expect(entry.start == start)
        #expect(entry.end == max(before.end, start + 200 * 86_400))
        // The provisioner signs nothing, and the broker has no message key.
        _ = try realm.renewLeaf(.member("provisioner"), days: 30, now: later)
        _ = try realm.renewLeaf(.broker, days: 30, now: later)
        #expect(
            try realm.keyring().messageKeys(Revocations()).count == realm.roles.members.count)
    }

    @Test func whoIsNoMemberGetsNothing() throws {
        let folder = try TemporaryFolder()
        let realm = try realm(folder)
        for name in ["nobody", "../ca", ""] {
            do throws(RealmError) {
                _ = try realm.makeKeys(name, days: 30, now: Date())
                Issue.record("\(name) got keys")
            } catch {
                #expect(
                    "\(error)".hasPrefix(
                        realm.folder + "/roles.yaml: it names no member \"\(name)\". There are: "))
            }
            #expect(throws: RealmError.self) {
                _ = try realm.renewLeaf(.member(name), days: 30, now: Date())
            }
        }
    }

    @Test func aRenewedCertificateIsForTheSameKeyAndNames() throws {
        let folder = try TemporaryFolder()
        let made = Date()
        let realm = try realm(folder, now: made)
        let later = made + 80 * 86_400
        let keys = try [realm.keyFile("healthypi"), realm.folder + "/keys/broker/server.key"].map {
            try text($0)
        }
        let before = try text(realm.certificateFile("healthypi"))
        for owner in realm.leafOwners {
            let path = try realm.renewLeaf(owner, days: 90, now: later)
            #expect(mode(path) == 0o600)
        }
        #expect(
            try [realm.keyFile("healthypi"), realm.folder + "/keys/broker/server.key"].map {
                try text($0)
            } == keys)
        #expect(try text(realm.certificateFile("healthypi")) != before)
        // Without renewal every certificate would have ended by then.
        #expect(realm.findings(now: made + 160 * 86_400) == [])
        let hosts = CertificateReader.hosts(
            try text(realm.folder + "/keys/broker/server.crt"),
            authority: try text(realm.authorityFile))
        #expect(hosts == ["localhost", "127.0.0.1", "::1"])
    }

    @Test func nothingIsSignedBeyondTheCAsOwnEnd() throws {
        let folder = try TemporaryFolder()
        let made = Date()
        let realm = try realm(folder, now: made)
        #expect(
            throws: RealmError.wrong(
                path: realm.authorityFile,
                reason: "it holds for 5 days more, and no certificate of it for longer. Ask for 5 "
                    + "days or fewer.")
        ) { _ = try realm.renewLeaf(.broker, days: 6, now: made + 359.5 * 86_400) }
        #expect(
            throws: RealmError.wrong(
                path: realm.authorityFile,
                reason: "the realm's CA has expired. Make a new realm: healthypi-warden init.")
        ) { _ = try realm.renewLeaf(.broker, days: 6, now: made + 366 * 86_400) }
    }

    /// A server certificate that somebody else signed lends its names to nobody.
    @Test func foreignNamesAreNotTakenOver() throws {
        let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
        let realm = try realm(folder)
        let foreign = try self.realm(other)
        let path = realm.folder + "/keys/broker/server.crt"
        try Data(contentsOf: URL(fileURLWithPath: foreign.folder + "/keys/broker/server.crt"))
            .write(to: URL(fileURLWithPath: path))
        #expect(
            throws: RealmError.wrong(
                path: path,
                reason: "the realm's CA has not signed it, so its names are not taken over.")
        ) { _ = try realm.renewLeaf(.broker, days: 6, now: Date()) }
    }

    @Test func anIdentitySaysWhoAndUntilWhen() throws {
        let folder = try TemporaryFolder()
        let made = Date(timeIntervalSince1970: 1_800_000_000)
        let realm = try realm(folder, now: made)
        let identity = try realm.identity("healthypi", now: made)
        #expect(identity.id == "spiffe://healthypi.internal/agent/healthypi")
        #expect(identity.status == .valid)
        #expect(identity.detail == nil)
        let key = try #require(
            MessageKey(seedText: try text(realm.folder + "/keys/healthypi/message.key")))
        #expect(identity.messageKey == key.publicText)
        #expect(identity.keyIdentifier == key.identifier)
        #expect(identity.login == (try realm.login("healthypi").publicText))
        let leaf = try #require(identity.leaf)
        #expect(leaf.until == made + 90 * 86_400)
        #expect(leaf.from == made - 300)
        // Two thirds of 90 days and 5 minutes.
        #expect(try realm.identity("healthypi", now: made + 59 * 86_400).status == .valid)
        #expect(try realm.identity("healthypi", now: made + 61 * 86_400).status == .renew)
        let ended = try realm.identity("healthypi", now: made + 91 * 86_400)
        #expect(ended.status == .expired)
        #expect(ended.detail == "client.crt: it has expired.")
        #expect(try realm.identity(Roles.provisioner, now: made).messageKey == nil)
        unlink(realm.folder + "/keys/healthypi/message.pub")
        let missing = try realm.identity("healthypi", now: made)
        #expect(missing.status == .missing)
        #expect(missing.detail == "message.pub is missing.")
    }
}
