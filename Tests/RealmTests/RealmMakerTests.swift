import Foundation
import Glibc
import TestKit
import Testing
import Trust

@testable import Realm

struct RealmMakerTests {
    private func make(_ path: String, now: Date = Date()) throws -> String {
        try RealmMaker(now: now).make(at: path)
    }

    private func mode(_ path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.posixPermissions] as? Int ?? 0
    }

    private func everything(_ path: String) throws -> [String] {
        [path] + (try FileManager.default.subpathsOfDirectory(atPath: path)).map { "\(path)/\($0)" }
    }

    @Test func everyFileIsItsOwnersOnly() throws {
        let folder = try TemporaryFolder()
        let made = try make(folder.path + "/realm")
        let paths = try everything(made)
        #expect(paths.count > 90)
        for path in paths {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            #expect(mode(path) == (isFolder.boolValue ? 0o700 : 0o600), "\(path)")
        }
        #expect(try Realm(at: made).findings(now: Date()) == [])
    }

    @Test func anEmptyDirectoryIsTaken() throws {
        let folder = try TemporaryFolder()
        #expect(
            try make(folder.path)
                == URL(fileURLWithPath: folder.path).resolvingSymlinksInPath().path)
        #expect(mode(folder.path) == 0o700)
    }

    @Test func nothingIsWrittenOver() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("mine", to: "file")
        #expect(throws: RealmError.notEmpty(path: folder.path)) { _ = try make(folder.path) }
        #expect(throws: RealmError.notEmpty(path: folder.path + "/file")) {
            _ = try make(folder.path + "/file")
        }
        symlink("nowhere", folder.path + "/link")
        #expect(throws: RealmError.notEmpty(path: folder.path + "/link")) {
            _ = try make(folder.path + "/link")
        }
        let again = try make(folder.path + "/realm")
        #expect(throws: RealmError.notEmpty(path: again)) { _ = try make(again) }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
                == ["file", "link", "realm"])
    }

    /// A name too long for the fifth file, so that writing fails half-way: nothing is left.
    @Test func whatCannotBeMadeWholeLeavesNothing() throws {
        let folder = try TemporaryFolder()
        let files = [
            RealmFile("ca/ca.crt", "a"),
            RealmFile("keys/x/" + String(repeating: "n", count: 300), "b"),
        ]
        #expect(
            throws: RealmError.cannotWrite(
                path: folder.path + "/realm", cause: "File name too long")
        ) { try RealmFolder.write(files, to: folder.path + "/realm") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        #expect(
            throws: RealmError.cannotWrite(
                path: folder.path + "/a/b", cause: "No such file or directory")
        ) { _ = try make(folder.path + "/a/b") }
    }

    /// Filled between the look and the rename: the system refuses, and what is there stays.
    @Test func aDirectoryFilledMeanwhileIsNotReplaced() throws {
        let folder = try TemporaryFolder()
        let target = folder.path + "/realm"
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: false)
        _ = try folder.write("mine", to: "realm/file")
        #expect(throws: RealmError.notEmpty(path: target)) {
            try RealmFolder.write([RealmFile("a", "b")], to: target)
        }
        #expect(try String(contentsOfFile: target + "/file", encoding: .utf8) == "mine")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["realm"])
    }

    @Test func openSSLAgreesWithTheCertificates() throws {
        let folder = try TemporaryFolder()
        let realm = try Realm(at: try make(folder.path + "/realm"))
        guard access("/usr/bin/openssl", X_OK) == 0 else { return }
        let server = try openSSL(
            "verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", "localhost",
            "-CAfile", realm.authorityFile, realm.folder + "/keys/broker/server.crt")
        #expect(server.hasSuffix(": OK\n"))
        let address = try openSSL(
            "verify", "-purpose", "sslserver", "-verify_ip", "127.0.0.1", "-CAfile",
            realm.authorityFile, realm.folder + "/keys/broker/server.crt")
        #expect(address.hasSuffix(": OK\n"))
        let client = try openSSL(
            "verify", "-x509_strict", "-purpose", "sslclient", "-CAfile", realm.authorityFile,
            realm.certificateFile("healthypi"))
        #expect(client.hasSuffix(": OK\n"))
        let asServer = try openSSL(
            "verify", "-purpose", "sslserver", "-CAfile", realm.authorityFile,
            realm.certificateFile("healthypi"))
        #expect(!asServer.contains(": OK"))
        let names = try openSSL(
            "x509", "-noout", "-ext", "subjectAltName", "-in", realm.certificateFile("healthypi"))
        #expect(names.contains("URI:spiffe://healthypi.internal/agent/healthypi"))
    }

    @Test func whatIsNotAsItShouldBeIsFound() throws {
        let folder = try TemporaryFolder()
        let now = Date()
        let realm = try Realm(at: try make(folder.path + "/realm", now: now))
        let own = realm.folder + "/keys/hue"
        chmod(own + "/nkey.seed", 0o640)
        try copy(realm.folder + "/keys/rss/nkey.pub", own + "/nkey.pub")
        try copy(realm.certificateFile("rss"), realm.certificateFile("climate"))
        let findings = realm.findings(now: now).map {
            "\($0.path.dropFirst(realm.folder.count)): \($0.text)"
        }
        #expect(
            findings == [
                "/keys/hue/nkey.seed: others than its owner may use it (mode 0640). Close it: chmod "
                    + "0600.",
                "/keys/hue/nkey.pub: it does not belong to nkey.seed.",
                "/keys/climate/client.crt: it is not for spiffe://healthypi.internal/agent/climate.",
                "/nats.conf: it is not what roles.yaml and the keys say. Write it anew: "
                    + "healthypi-warden broker config.",
            ])
        let later = realm.findings(now: now + 91 * 86_400).map(\.text)
        #expect(later.filter { $0 == "it has expired." }.count == 17)
    }

    private func copy(_ from: String, _ to: String) throws {
        try Data(contentsOf: URL(fileURLWithPath: from)).write(to: URL(fileURLWithPath: to))
    }

    private func openSSL(_ arguments: String...) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
