public import Foundation
import Trust

/// Keys and certificates that a realm gets after it was made. No key is ever written over; a
/// certificate may be, by one rename, for the key that is there.
extension Realm {
    /// Whose certificate is meant.
    public enum LeafOwner: Equatable, Sendable, CustomStringConvertible {
        case broker
        /// A member, or the provisioner.
        case member(String)

        /// `broker` is no member's name: it would have no role.
        public init(_ name: String) { self = name == "broker" ? .broker : .member(name) }

        public var description: String {
            switch self {
            case .broker: "broker"
            case .member(let name): name
            }
        }
    }

    /// Everybody who has a certificate.
    public var leafOwners: [LeafOwner] {
        [.broker] + (roles.members.map(\.name) + [Roles.provisioner]).map { .member($0) }
    }

    /// Draws a member's keys, login and message, and signs its certificate.
    ///
    /// - Parameters:
    ///   - name: a member of roles.yaml, or the provisioner, without keys so far.
    ///   - days: for which the certificate holds.
    /// - Returns: the member's new folder.
    public func makeKeys(_ name: String, days: Int, now: Date) throws(RealmError) -> String {
        try checkMember(name)
        let target = "\(folder)/keys/\(name)"
        let maker = try certificateMaker(days: days, now: now)
        let files: [RealmFile]
        do {
            let leaf = try maker.leaf(
                .client(trustDomain: roles.trustDomain, name: name), days: days)
            files =
                [RealmFile("client.crt", leaf.certificate), RealmFile("client.key", leaf.key)]
                + MemberKeys().files(name, withMessageKey: name != Roles.provisioner).map {
                    RealmFile(String($0.path.dropFirst("keys/\(name)/".count)), $0.text)
                }
        } catch {
            throw .cannotWrite(path: target, cause: "\(error)")
        }
        do {
            try RealmFolder.write(files, to: RealmFolder.place(for: target))
        } catch .notEmpty {
            throw .wrong(
                path: target,
                reason: "keys are there already, and keys are never written over. Move the folder "
                    + "away first, or renew the certificate only: healthypi-warden keys renew.")
        }
        // What the new key signs is believed from now on.
        if name != Roles.provisioner {
            try enrol(
                name, messagePublicKey(name), start: Int64(now.timeIntervalSince1970), days: days)
        }
        return target
    }

    /// Signs a fresh certificate for the key that is there. The CA stays, so whoever has the old
    /// one is still let in until it ends; programs take the new one when they connect next, the
    /// broker when told to (kill -HUP).
    ///
    /// - Returns: the file.
    public func renewLeaf(
        _ owner: LeafOwner, days: Int, now: Date
    ) throws(RealmError) -> String {
        let (path, keyPath) = try leafFiles(owner)
        let maker = try certificateMaker(days: days, now: now)
        let use: CertificateMaker.Use
        switch owner {
        case .member(let name): use = .client(trustDomain: roles.trustDomain, name: name)
        case .broker:
            let hosts = CertificateReader.hosts(
                try Self.read("\(folder)/\(path)"), authority: maker.authority.certificate)
            guard let hosts else {
                throw .wrong(
                    path: "\(folder)/\(path)",
                    reason: "the realm's CA has not signed it, so its names are not taken over.")
            }
            use = .server(hosts: hosts)
        }
        let key = try Self.read("\(folder)/\(keyPath)")
        guard let fresh = try? maker.leaf(use, forKey: key, days: days) else {
            throw .wrong(path: "\(folder)/\(keyPath)", reason: "it is no private key (PEM).")
        }
        try RealmFolder.replace(RealmFile(path, fresh), in: folder)
        try enrolAgain(owner, days: days, now: now)
        return "\(folder)/\(path)"
    }

    /// What a member signs is believed as long as its new certificate lets it in.
    private func enrolAgain(
        _ owner: LeafOwner, days: Int, now: Date
    ) throws(RealmError) {
        guard case .member(let name) = owner, name != Roles.provisioner,
            RealmFolder.names(in: "\(folder)/\(TrustFiles.folder)") != nil
        else { return }
        try enrol(
            name, messagePublicKey(name), start: Int64(now.timeIntervalSince1970), days: days)
    }

    private func leafFiles(_ owner: LeafOwner) throws(RealmError) -> (leaf: String, key: String) {
        guard case .member(let name) = owner else {
            return ("keys/broker/server.crt", "keys/broker/server.key")
        }
        try checkMember(name)
        return ("keys/\(name)/client.crt", "keys/\(name)/client.key")
    }

    func checkMember(_ name: String) throws(RealmError) {
        guard name != Roles.provisioner, roles.member(name) == nil else { return }
        throw .wrong(
            path: "\(folder)/roles.yaml",
            reason: "it names no member \"\(name)\". There are: "
                + roles.members.map(\.name).joined(separator: ", ") + ".")
    }

    func certificateMaker(days: Int, now: Date) throws(RealmError) -> CertificateMaker {
        let pair = CertificateMaker.Pair(
            certificate: try Self.read(authorityFile), key: try Self.read("\(folder)/ca/ca.key"))
        guard let maker = try? CertificateMaker(authority: pair, now: now),
            let end = CertificateReader.dates(pair.certificate)?.until
        else {
            throw .wrong(
                path: authorityFile, reason: "it and ca.key are no certificate with its key (PEM).")
        }
        // Nothing that the CA signed holds longer than the CA does.
        let daysLeft = Int((end.timeIntervalSince(now) / 86_400).rounded(.down))
        guard days <= daysLeft else {
            throw .wrong(
                path: authorityFile,
                reason: daysLeft < 1
                    ? "the realm's CA has expired. Make a new realm: healthypi-warden init."
                    : "it holds for \(daysLeft) days more, and no certificate of it for longer. "
                        + "Ask for \(daysLeft) days or fewer.")
        }
        return maker
    }
}
