public import Foundation
import Glibc
import Trust

/// Makes a working development realm: certificates, keys, roles and the broker's configuration.
///
/// All or nothing: everything is written beside the wanted directory and put in its place by one
/// rename, which the system refuses unless that is new or empty.
public struct RealmMaker: Sendable {
    public struct Choice: Sendable {
        public var host = "127.0.0.1"
        public var port = 4222
        /// Names and addresses in the broker's certificate, beside localhost, 127.0.0.1 and ::1.
        public var names: [String] = []
        public var authorityDays = 365
        public var leafDays = 90

        public init() {}
    }

    private let choice: Choice
    private let now: Date

    public init(_ choice: Choice = Choice(), now: Date) {
        self.choice = choice
        self.now = now
    }

    /// - Returns: the realm's folder, absolute.
    public func make(at path: String) throws(RealmError) -> String {
        let target = try RealmFolder.place(for: path)
        let roles: Roles
        do {
            roles = try Roles.read(Roles.standardText)
        } catch {
            throw .rolesWrong(path: "roles.yaml", error)
        }
        let files: [RealmFile]
        do {
            files = try self.files(roles, target)
        } catch {
            throw .cannotWrite(path: target, cause: "\(error)")
        }
        try RealmFolder.write(files, to: target)
        return target
    }

    private func files(_ roles: Roles, _ target: String) throws -> [RealmFile] {
        let maker = try CertificateMaker(
            trustDomain: roles.trustDomain, now: now, days: choice.authorityDays)
        var hosts = ["localhost", "127.0.0.1", "::1"]
        for name in choice.names + [choice.host] where !hosts.contains(name) { hosts.append(name) }
        let server = try maker.leaf(.server(hosts: hosts), days: choice.leafDays)
        var files = [
            RealmFile("ca/ca.crt", maker.authority.certificate),
            RealmFile("ca/ca.key", maker.authority.key),
            RealmFile("keys/broker/server.crt", server.certificate),
            RealmFile("keys/broker/server.key", server.key),
        ]
        var publicKeys: [String: String] = [:]
        var messageKeys: [(agent: String, key: MessagePublicKey)] = []
        for name in roles.members.map(\.name) + [Roles.provisioner] {
            let leaf = try maker.leaf(
                .client(trustDomain: roles.trustDomain, name: name), days: choice.leafDays)
            let keys = MemberKeys()
            publicKeys[name] = keys.login.publicText
            if name != Roles.provisioner { messageKeys.append((name, keys.message.publicKey)) }
            files += [
                RealmFile("keys/\(name)/client.crt", leaf.certificate),
                RealmFile("keys/\(name)/client.key", leaf.key),
            ]
            files += keys.files(name, withMessageKey: name != Roles.provisioner)
        }
        files += TrustFiles(
            roles, start: Int64(now.timeIntervalSince1970), days: choice.authorityDays
        ).files(messageKeys)
        let configuration = BrokerConfiguration(
            roles, place: .init(host: choice.host, port: choice.port, folder: target),
            publicKeys: publicKeys)
        files.append(RealmFile("roles.yaml", Roles.standardText))
        files.append(RealmFile("nats.conf", configuration.text))
        return files
    }
}

/// A file of a realm, its path from the realm's folder.
struct RealmFile: Equatable, Sendable {
    let path: String
    let text: String

    init(_ path: String, _ text: String) {
        self.path = path
        self.text = text
    }
}
