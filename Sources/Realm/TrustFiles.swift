import Trust

/// The keys that grant, freshly drawn: the root that vouches for all others, the issuer of tokens,
/// two approvers; and the keyring, one entry a key, each signed by the root.
///
/// None of the private halves belongs on the machine of an agent; it gets `root.pub` and the
/// keyring.
struct TrustFiles {
    static let folder = "trust"
    /// Who approves, one key each: two, so that two may be asked for.
    static let approvers = ["approver", "second-approver"]

    let root: MessageKey
    let issuer: MessageKey
    let approvers: [(name: String, key: MessageKey)]
    private let issuerName: String
    private let start: Int64
    private let end: Int64

    /// - Parameter start: s since 1970-01-01T00:00:00Z.
    init(_ roles: Roles, start: Int64, days: Int) {
        root = SecretSeed.draw { MessageKey(seed: $0) }
        issuer = SecretSeed.draw { MessageKey(seed: $0) }
        approvers = Self.approvers.map { ($0, SecretSeed.draw { MessageKey(seed: $0) }) }
        issuerName = roles.issuer
        self.start = start
        end = start + Int64(days) * 86_400
    }

    func files(_ members: [(agent: String, key: MessagePublicKey)]) -> [RealmFile] {
        var files = Self.pair("root", root) + Self.pair("issuer", issuer)
        var entries = [
            KeyringEntry(
                agent: issuerName, role: .issuer, key: issuer.publicKey, start: start, end: end)
        ]
        for approver in approvers {
            files += Self.pair(approver.name, approver.key)
            entries.append(
                KeyringEntry(
                    agent: approver.name, role: .approver, key: approver.key.publicKey,
                    start: start, end: end))
        }
        entries += members.map {
            KeyringEntry(agent: $0.agent, role: .member, key: $0.key, start: start, end: end)
        }
        files += entries.map { Self.file($0, signedBy: root) }
        let none = Revocations().next(at: start)
        return files + [
            RealmFile(
                "\(Self.folder)/revocations.json",
                Self.line(none.document(signedBy: issuer)))
        ]
    }

    static func file(_ entry: KeyringEntry, signedBy root: MessageKey) -> RealmFile {
        RealmFile(
            "\(folder)/keyring/\(entry.role.rawValue).\(entry.agent).\(entry.key.identifier).json",
            line(entry.document(signedBy: root)))
    }

    static func line(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) + "\n" }

    private static func pair(_ name: String, _ key: MessageKey) -> [RealmFile] {
        [
            RealmFile("\(folder)/\(name).key", key.seedText + "\n"),
            RealmFile("\(folder)/\(name).pub", key.publicText + "\n"),
        ]
    }
}
