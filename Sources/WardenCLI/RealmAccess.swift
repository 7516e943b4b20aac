import NATSPublishing
import Publishing
import Realm
import Trust

/// A realm's broker, as seen by its members.
struct RealmAccess {
    let realm: Realm
    let broker: BrokerURL

    /// - Parameter broker: nil for the address in the realm's nats.conf.
    init(_ realm: Realm, broker: String?) throws {
        self.realm = realm
        self.broker = try BrokerURL(broker ?? "tls://\(realm.listen())")
    }

    /// How a member connects.
    func settings(_ name: String) throws -> BrokerSettings {
        let key = try realm.login(name)
        let nkey = BrokerNKey(publicKey: key.publicText, sign: { key.signature(of: $0) })
        var settings = BrokerSettings(
            broker: broker, agent: try AgentName(name),
            security: BrokerSecurity(
                authorityFile: realm.authorityFile,
                ownCertificate: .init(
                    certificateFile: realm.certificateFile(name), keyFile: realm.keyFile(name))),
            login: { .nkey(nkey) })
        let token = realm.connectToken(name)
        settings.token = { token }
        return settings
    }

    /// The identity that makes streams and buckets.
    func streamMaker() throws -> StreamMaker {
        StreamMaker(
            try settings(Roles.provisioner), prefix: BrokerConfiguration.provisionPrefix)
    }

    func checkVersion() throws {
        let greeting = try BrokerGreeting.read(broker)
        guard let version = BrokerVersion(greeting.version) else {
            throw WardenFailure(
                code: Exit.unavailable,
                text:
                    "The broker (\(broker)) says it is version \"\(greeting.version)\", which is "
                    + "no version of nats-server.")
        }
        guard version.isEnough else {
            throw RealmError.brokerTooOld(version: "\(version)", path: broker.description)
        }
    }
}
