import Foundation
import NATSPublishing
import Publishing
import Trust

/// How to reach the broker, who to be there, and what to sign with.
///
/// A member's folder of a realm holds `nkey.seed`, `client.crt`, `client.key` and, to sign with,
/// `message.key`. The login's files are read at every connecting, so that renewed ones are taken
/// up; the message key is read once.
public struct BrokerAccess: Sendable {
    let settings: BrokerSettings
    /// Nil: what is said goes unsigned.
    let signer: MessageSigner?
    /// Whether it logs in as a member of a realm, in which every member has an account of its own.
    let isMember: Bool

    /// - Parameters:
    ///   - login: a member's folder of a realm; nil to log in as the address says.
    ///   - authority: the certificate that must have signed the broker's; nil for `ca.crt` in the
    ///     login's folder or else the realm's own.
    /// - Throws: `BrokerAccessError`; `PublishingError` for a wrong address or name.
    public init(
        url: String, agent: String, login: String? = nil, authority: String? = nil
    ) throws {
        let broker = try BrokerURL(url)
        let name = try AgentName(agent)
        isMember = login != nil
        guard login != nil || authority != nil else {
            settings = BrokerSettings(broker: broker, agent: name)
            signer = nil
            return
        }
        guard url.hasPrefix("tls://") else {
            throw BrokerAccessError.notSecure(broker: broker.description)
        }
        let authority = authority ?? login.map(Self.authority) ?? ""
        guard try KeyFile.read(authority, .open).contains("BEGIN CERTIFICATE") else {
            throw BrokerAccessError.notAKey(path: authority)
        }
        guard let login else {
            settings = BrokerSettings(
                broker: broker, agent: name, security: BrokerSecurity(authorityFile: authority))
            signer = nil
            return
        }
        let (certificate, key) = (login + "/client.crt", login + "/client.key")
        _ = try KeyFile.read(certificate, .open)
        _ = try KeyFile.read(key)
        let seed = login + "/nkey.seed"
        _ = try Self.nkey(seed)
        signer = try Self.signer(login + "/message.key", agent)
        var settings = BrokerSettings(
            broker: broker, agent: name,
            security: BrokerSecurity(
                authorityFile: authority,
                ownCertificate: .init(certificateFile: certificate, keyFile: key)),
            login: { () throws(PublishingError) in
                guard let nkey = try? Self.nkey(seed) else {
                    throw .credentialsUnusable(path: seed)
                }
                return .nkey(
                    BrokerNKey(publicKey: nkey.publicText, sign: { nkey.signature(of: $0) }))
            })
        // For a broker of the strict profile; another passes it over.
        let token = login + "/connect.token"
        settings.token = {
            (try? KeyFile.read(token)).map {
                CapabilityToken.loginText(of: Array($0.filter { !$0.isNewline }.utf8))
            }
        }
        self.settings = settings
    }

    /// Whether what is said is signed.
    public var signs: Bool { signer != nil }

    private static func authority(beside login: String) -> String {
        let own = login + "/ca.crt"
        return FileManager.default.fileExists(atPath: own) ? own : login + "/../../ca/ca.crt"
    }

    private static func nkey(_ path: String) throws(BrokerAccessError) -> NKey {
        guard let nkey = NKey(seedText: try KeyFile.read(path)) else {
            throw .notAKey(path: path)
        }
        return nkey
    }

    private static func signer(
        _ path: String, _ agent: String
    ) throws(BrokerAccessError) -> MessageSigner? {
        let text: String
        do throws(BrokerAccessError) {
            text = try KeyFile.read(path)
        } catch .missing {
            return nil
        } catch {
            throw error
        }
        guard let key = MessageKey(seedText: text) else { throw .notAKey(path: path) }
        return MessageSigner(agent: agent, key: key)
    }
}
