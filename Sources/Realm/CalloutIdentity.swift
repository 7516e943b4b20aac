import EventContract
public import Foundation
public import Trust

/// Whoever answers the broker's question whom to let in, by its public halves.
public struct CalloutIdentity: Equatable, Sendable {
    /// Its folder under `keys/`.
    public static let name = "callout"
    /// Its account on the broker, which nobody else is in.
    public static let account = "CALLOUT"

    /// `A…`: whose word counts.
    public let issuer: String
    /// `U…`: whom the broker asks.
    public let login: String
}

extension Realm {
    private static let seedFile = "\(TrustFiles.folder)/callout.seed"

    /// The key whose word lets in.
    public func calloutKey() throws(RealmError) -> CalloutKey {
        let path = "\(folder)/\(Self.seedFile)"
        guard let key = CalloutKey(seedText: try Self.read(path)) else {
            throw .wrong(path: path, reason: "it holds no account's seed (SA…).")
        }
        return key
    }

    /// Who answers in this realm; its keys and certificate are made when there are none.
    public func calloutIdentity(days: Int, now: Date) throws(RealmError) -> CalloutIdentity {
        if RealmFolder.names(in: "\(folder)/keys/\(CalloutIdentity.name)") == nil {
            try makeCalloutKeys(days: days, now: now)
        }
        return CalloutIdentity(
            issuer: try calloutKey().publicText,
            login: try login(CalloutIdentity.name).publicText)
    }

    private func makeCalloutKeys(days: Int, now: Date) throws(RealmError) {
        let name = CalloutIdentity.name
        let maker = try certificateMaker(days: days, now: now)
        let leaf: CertificateMaker.Pair
        do {
            leaf = try maker.leaf(.client(trustDomain: roles.trustDomain, name: name), days: days)
        } catch {
            throw .cannotWrite(path: "\(folder)/keys/\(name)", cause: "\(error)")
        }
        let key = SecretSeed.draw { CalloutKey(seed: $0) }
        try RealmFolder.replace(RealmFile(Self.seedFile, key.seedText + "\n"), in: folder)
        let files =
            [RealmFile("client.crt", leaf.certificate), RealmFile("client.key", leaf.key)]
            + MemberKeys().files(name, withMessageKey: false).map {
                RealmFile(String($0.path.dropFirst("keys/\(name)/".count)), $0.text)
            }
        try RealmFolder.write(files, to: RealmFolder.place(for: "\(folder)/keys/\(name)"))
    }
}
