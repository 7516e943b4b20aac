import Crypto

/// A key pair for a TLS certificate: ECDSA on P-256.
public struct CertificateKey: Sendable {
    /// The private half as PEM (PKCS #8). A secret.
    public let pem: String

    /// - Parameter seed: 32 bytes from the system's generator.
    /// - Returns: nil for any other number of bytes, and for about one seed in 2³², which is no
    ///   number on the curve.
    public init?(seed: [UInt8]) {
        guard let key = try? P256.Signing.PrivateKey(rawRepresentation: seed) else { return nil }
        pem = key.pemRepresentation
    }
}
