import Foundation
import NATSPublishing
import Publishing
import TestKit
import Testing
import Trust

@testable import Agent

/// A login at the broker as it lies on the disk.
@Suite struct BrokerAccessTests {
    private static let certificate = "-----BEGIN CERTIFICATE-----\n"

    /// A member's folder, but for the message key.
    private func login(_ folder: TemporaryFolder) throws -> String {
        let nkey = try #require(NKey(seed: Array(0..<32)))
        try write(nkey.seedText + "\n", "nkey.seed", folder)
        try write("key", "client.key", folder)
        try write(Self.certificate, "client.crt", folder, mode: 0o644)
        try write(Self.certificate, "ca.crt", folder, mode: 0o644)
        return folder.path
    }

    private func write(
        _ text: String, _ name: String, _ folder: TemporaryFolder, mode: Int = 0o600
    ) throws {
        let path = try folder.write(text, to: name)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    private func access(_ url: String, _ login: String?, _ authority: String? = nil) throws
        -> BrokerAccess
    {
        try BrokerAccess(url: url, agent: "healthypi", login: login, authority: authority)
    }

    @Test func aMembersFolderIsTLSWithItsOwnCertificateAndKey() throws {
        let folder = try TemporaryFolder()
        let login = try login(folder)
        let access = try access("tls://hub:4222", login)
        #expect(access.settings.security?.authorityFile == login + "/ca.crt")
        #expect(access.settings.security?.ownCertificate?.keyFile == login + "/client.key")
        guard case .nkey(let nkey) = try access.settings.login() else {
            Issue.record("It logs in without its key.")
            return
        }
        #expect(nkey.publicKey.hasPrefix("U"))
        #expect(!access.signs)
        // A key that is renewed is taken up at the next connecting; one that is gone is said.
        let renewed = try #require(NKey(seed: Array(1..<33)))
        try write(renewed.seedText, "nkey.seed", folder)
        guard case .nkey(let next) = try access.settings.login() else { return }
        #expect(next.publicKey == renewed.publicText)
        try FileManager.default.removeItem(atPath: login + "/nkey.seed")
        #expect(throws: PublishingError.credentialsUnusable(path: login + "/nkey.seed")) {
            _ = try access.settings.login()
        }
    }

    @Test func aMessageKeyMakesItSign() throws {
        let folder = try TemporaryFolder()
        let login = try login(folder)
        let key = try #require(MessageKey(seed: Array(0..<32)))
        try write(key.seedText, "message.key", folder)
        let access = try access("tls://hub:4222", login)
        #expect(access.signs && access.signer?.keyIdentifier == key.identifier)
        try write("short", "message.key", folder)
        #expect(throws: BrokerAccessError.notAKey(path: login + "/message.key")) {
            _ = try self.access("tls://hub:4222", login)
        }
    }

    @Test func anAuthorityAloneIsTLSWithoutALogin() throws {
        let folder = try TemporaryFolder()
        let login = try login(folder)
        let access = try access("tls://hub:4222", nil, login + "/ca.crt")
        #expect(access.settings.security?.authorityFile == login + "/ca.crt")
        #expect(access.settings.security?.ownCertificate == nil)
        #expect(throws: BrokerAccessError.notAKey(path: login + "/client.key")) {
            _ = try self.access("tls://hub:4222", nil, login + "/client.key")
        }
    }

    @Test func mistakesAreNamed() {
        let texts = [
            BrokerAccessError.missing(path: "/l/nkey.seed"),
            .unreadable(path: "/l/nkey.seed", cause: "Permission denied"),
            .openToOthers(path: "/l/nkey.seed", mode: 0o644),
            .ofAnotherUser(path: "/l/nkey.seed"), .notAKey(path: "/l/nkey.seed"),
            .notSecure(broker: "nats://hub:4222"),
        ].map(\.description)
        #expect(
            texts == [
                "There is no /l/nkey.seed. The broker's login is a member's folder of a realm "
                    + "(made by healthypi-warden init, under keys/), and its ca.crt. Correct "
                    + "publish.login or publish.authority.",
                "Cannot read /l/nkey.seed: Permission denied. Let this program's user read it, "
                    + "and nobody else.",
                "Others may read /l/nkey.seed (mode 644), which is a secret. Close it with: "
                    + "chmod 600 /l/nkey.seed",
                "The secret /l/nkey.seed belongs to another user. Give this program's user its "
                    + "own.",
                "/l/nkey.seed does not hold what its name says. Copy it again from the realm.",
                "publish.login and publish.authority are for a broker on tls://, and the address "
                    + "is nats://hub:4222. Write tls://, or leave them out.",
            ])
    }
}
