import Foundation
import SwiftASN1
import Trust
import X509

/// The realm's own certificates: a CA and the leaves it signs, ECDSA on P-256, for TLS 1.3. The
/// door to X509.
struct CertificateMaker {
    /// A certificate and its private key, PEM.
    struct Pair: Sendable {
        let certificate: String
        let key: String
    }

    enum Use {
        /// Names or addresses under which the broker is reached.
        case server(hosts: [String])
        /// A member: `spiffe://<trust domain>/agent/<name>`.
        case client(trustDomain: String, name: String)
    }

    /// Not valid before this long before now, for clocks that run behind.
    private static let slack: TimeInterval = 300
    private static let day: TimeInterval = 86_400

    private let name: DistinguishedName
    private let key: Certificate.PrivateKey
    private let keyIdentifier: SubjectKeyIdentifier
    private let now: Date
    let authority: Pair

    /// Makes a CA that may sign leaves and nothing else.
    init(trustDomain: String, now: Date, days: Int) throws {
        self.now = now
        key = try Self.freshKey()
        name = try DistinguishedName {
            OrganizationName(trustDomain)
            CommonName("healthypi realm CA")
        }
        let keyIdentifier = SubjectKeyIdentifier(hash: key.publicKey)
        self.keyIdentifier = keyIdentifier
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: key.publicKey,
            notValidBefore: now - Self.slack, notValidAfter: now + Double(days) * Self.day,
            issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                keyIdentifier
            }, issuerPrivateKey: key)
        authority = try Self.pair(certificate, key)
    }

    /// The CA that is there.
    init(authority: Pair, now: Date) throws {
        self.now = now
        self.authority = authority
        key = try Certificate.PrivateKey(pemEncoded: authority.key)
        let certificate = try Certificate(pemEncoded: authority.certificate)
        guard certificate.publicKey == key.publicKey else { throw Mismatch() }
        name = certificate.subject
        keyIdentifier = SubjectKeyIdentifier(hash: key.publicKey)
    }

    /// The CA's certificate and key do not belong together.
    struct Mismatch: Error {}

    /// Signs a fresh leaf.
    func leaf(_ use: Use, days: Int) throws -> Pair {
        let leafKey = try Self.freshKey()
        return try Self.pair(sign(use, leafKey.publicKey, days: days), leafKey)
    }

    /// Signs a leaf for a key that is there.
    /// - Parameter key: PEM.
    /// - Returns: the certificate, PEM.
    func leaf(_ use: Use, forKey key: String, days: Int) throws -> String {
        let certificate = try sign(
            use, Certificate.PrivateKey(pemEncoded: key).publicKey, days: days)
        return try certificate.serializeAsPEM().pemString + "\n"
    }

    private func sign(
        _ use: Use, _ leafKey: Certificate.PublicKey, days: Int
    ) throws -> Certificate {
        let subject = try DistinguishedName { CommonName(use.commonName) }
        return try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: leafKey,
            notValidBefore: now - Self.slack, notValidAfter: now + Double(days) * Self.day,
            issuer: name, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([use.purpose])
                SubjectAlternativeNames(try use.names)
                SubjectKeyIdentifier(hash: leafKey)
                AuthorityKeyIdentifier(keyIdentifier: keyIdentifier.keyIdentifier)
            }, issuerPrivateKey: key)
    }

    private static func freshKey() throws -> Certificate.PrivateKey {
        try Certificate.PrivateKey(pemEncoded: SecretSeed.draw { CertificateKey(seed: $0) }.pem)
    }

    private static func pair(
        _ certificate: Certificate, _ key: Certificate.PrivateKey
    ) throws -> Pair {
        Pair(
            certificate: try certificate.serializeAsPEM().pemString + "\n",
            key: try key.serializeAsPEM().pemString + "\n")
    }
}

extension CertificateMaker.Use {
    fileprivate var commonName: String {
        switch self {
        case .server: "broker"
        case .client(_, let name): name
        }
    }

    fileprivate var purpose: ExtendedKeyUsage.Usage {
        switch self {
        case .server: .serverAuth
        case .client: .clientAuth
        }
    }

    fileprivate var names: [GeneralName] {
        get throws {
            switch self {
            case .client(let domain, let name):
                return [.uniformResourceIdentifier("spiffe://\(domain)/agent/\(name)")]
            case .server(let hosts):
                return hosts.map { host in
                    let address = IPAddress.bytes(of: host)
                    return address.map { .ipAddress(ASN1OctetString(contentBytes: $0[...])) }
                        ?? .dnsName(host)
                }
            }
        }
    }
}
