import Crypto

/// A broker's signed question, taken apart: its claims as JSON, for whoever reads JSON.
public struct CalloutQuestion: Equatable, Sendable {
    /// The broker's key, `N…`, which signed the claims.
    public let server: String
    /// The claims' own bytes.
    public let claims: [UInt8]

    /// - Parameters:
    ///   - text: the question as it came.
    ///   - server: whom its claims name as their issuer, `N…`.
    /// - Returns: nil unless that broker signed it.
    public init?(_ text: String, from server: String) {
        guard let parts = Self.parts(text), let signature = Base64URL.bytes(of: parts[2]),
            let raw = NKeyText.publicKey(.server, server),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: raw),
            key.isValidSignature(signature, for: Array("\(parts[0]).\(parts[1])".utf8)),
            let claims = Base64URL.bytes(of: parts[1])
        else { return nil }
        self.server = server
        self.claims = claims
    }

    /// The claims, nothing verified; to find out whom they name.
    public static func claims(of text: String) -> [UInt8]? {
        parts(text).flatMap { Base64URL.bytes(of: $0[1]) }
    }

    private static func parts(_ text: String) -> [String]? {
        guard text.utf8.count <= 65_536 else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        return parts.count == 3 ? parts : nil
    }

    /// Bytes of a signature as brokers and clients write it: base64url, padded or not.
    public static func signature(_ text: String) -> [UInt8]? {
        Base64URL.bytes(of: String(text.prefix { $0 != "=" }))
    }
}
