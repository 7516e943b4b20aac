public import Foundation
import Glibc
import Trust

/// Who a member is to others: names, public halves and dates, and nothing secret.
public struct MemberIdentity: Equatable, Sendable {
    public enum Status: String, Sendable {
        case valid
        /// Two thirds of the certificate's time have passed.
        case renew
        /// A file is missing.
        case missing
        case expired
        /// Its certificate or a key is not what it should be.
        case wrong
    }

    public struct Leaf: Equatable, Sendable {
        public let serial: String
        public let from: Date
        public let until: Date

        /// Two thirds of its time.
        public var renewBy: Date {
            from.addingTimeInterval(until.timeIntervalSince(from) * 2 / 3)
        }
    }

    public let name: String
    /// `spiffe://<trust domain>/agent/<name>`, as in its certificate.
    public let id: String
    /// Nil for the provisioner, who has none.
    public let role: String?
    /// `U…`; nil if there is none.
    public let login: String?
    /// Base64url; nil if there is none.
    public let messageKey: String?
    /// Names the message key.
    public let keyIdentifier: String?
    /// Nil if there is none.
    public let leaf: Leaf?
    public let status: Status
    /// What is wrong, in a sentence; nil when all is well.
    public let detail: String?
}

extension Realm {
    /// - Parameter name: a member, or the provisioner.
    public func identity(_ name: String, now: Date) throws(RealmError) -> MemberIdentity {
        try checkMember(name)
        let own = "\(folder)/keys/\(name)"
        let login = try publicText("\(own)/nkey.pub")
        let message = try publicText("\(own)/message.pub")
        let key = message.flatMap { MessagePublicKey(text: $0) }
        let text = try textIfThere(certificateFile(name))
        let leaf = text.flatMap { CertificateReader.dates($0) }.map {
            MemberIdentity.Leaf(serial: $0.serial, from: $0.from, until: $0.until)
        }
        let (status, detail) = try judge(
            name, text, leaf, isLoginRight: login.map { NKey.isPublicText($0) },
            isMessageKeyRight: message.map { _ in key != nil }, now)
        return MemberIdentity(
            name: name, id: "spiffe://\(roles.trustDomain)/agent/\(name)",
            role: roles.member(name)?.role.rawValue, login: login, messageKey: message,
            keyIdentifier: key?.identifier, leaf: leaf, status: status, detail: detail)
    }

    private func judge(
        _ name: String, _ text: String?, _ leaf: MemberIdentity.Leaf?, isLoginRight: Bool?,
        isMessageKeyRight: Bool?, _ now: Date
    ) throws(RealmError) -> (MemberIdentity.Status, String?) {
        guard let text else { return (.missing, "client.crt is missing.") }
        guard let isLoginRight else { return (.missing, "nkey.pub is missing.") }
        if name != Roles.provisioner, isMessageKeyRight == nil {
            return (.missing, "message.pub is missing.")
        }
        guard isLoginRight else { return (.wrong, "nkey.pub holds no public NKey (U…).") }
        guard isMessageKeyRight ?? true else { return (.wrong, "message.pub holds no key.") }
        let fault = CertificateReader.fault(
            text, use: .client(trustDomain: roles.trustDomain, name: name),
            authority: try Self.read(authorityFile), now: now)
        if let fault {
            let hasExpired = leaf.map { now > $0.until } ?? false
            return (hasExpired ? .expired : .wrong, "client.crt: \(fault)")
        }
        guard let leaf, now >= leaf.renewBy else { return (.valid, nil) }
        return (.renew, "client.crt ends soon. Renew it: healthypi-warden keys renew.")
    }

    private func publicText(_ path: String) throws(RealmError) -> String? {
        try textIfThere(path)?.filter { !$0.isWhitespace }
    }

    private func textIfThere(_ path: String) throws(RealmError) -> String? {
        access(path, F_OK) == 0 ? try Self.read(path) : nil
    }
}
