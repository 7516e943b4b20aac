import Crypto

/// The key with which a broker is told whom to let in: an account's, `SA…` and `A…`.
///
/// Its words are JSON Web Tokens as NATS has them (`ed25519-nkey`): two canonical objects and a
/// signature, each base64url. Source: github.com/nats-io/jwt, version 2.
public struct CalloutKey: Sendable {
    /// Who is let in, as whom, and what the connection may do.
    public struct Welcome: Equatable, Sendable {
        public var name: String
        /// The account it is placed in.
        public var account: String
        public var publish: [String]
        /// `subject` or `subject queue`.
        public var subscribe: [String]
        /// s since 1970-01-01T00:00:00Z; then the broker ends the connection.
        public var expiration: Int64

        public init(
            name: String, account: String, publish: [String], subscribe: [String],
            expiration: Int64
        ) {
            self.name = name
            self.account = account
            self.publish = publish
            self.subscribe = subscribe
            self.expiration = expiration
        }
    }

    private let key: Curve25519.Signing.PrivateKey

    /// - Parameter seed: 32 bytes from the system's generator.
    /// - Returns: nil for any other number of bytes.
    public init?(seed: [UInt8]) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            return nil
        }
        self.key = key
    }

    /// - Parameter seedText: `SA` and 56 letters more.
    public init?(seedText: String) {
        guard let seed = NKeyText.seed(.account, seedText) else { return nil }
        self.init(seed: seed)
    }

    /// `SA…`. A secret.
    public var seedText: String { NKeyText.seedText(.account, Array(key.rawRepresentation)) }

    /// `A…`: what the broker's configuration names.
    public var publicText: String {
        NKeyText.publicText(.account, Array(key.publicKey.rawRepresentation))
    }

    /// The broker's question answered with yes.
    ///
    /// - Parameters:
    ///   - user: the key the broker made for the connection, `U…`.
    ///   - server: the broker's own, `N…`.
    ///   - id: of this answer, new.
    public func answer(
        _ welcome: Welcome, user: String, server: String, id: String, at seconds: Int64
    ) -> String {
        func allowed(_ subjects: [String]) -> CanonicalValue {
            // An empty list of what is allowed would allow everything.
            .object(
                CanonicalObject(
                    subjects.isEmpty ? ["deny": .texts([">"])] : ["allow": .texts(subjects)]))
        }
        let letter = signed(
            CanonicalObject([
                "aud": .text(welcome.account), "exp": .integer(welcome.expiration),
                "iat": .integer(seconds), "iss": .text(publicText), "jti": .text(id + "-user"),
                "name": .text(welcome.name),
                "nats": .object(
                    CanonicalObject([
                        "allowed_connection_types": .texts(["STANDARD"]),
                        "data": .integer(-1), "payload": .integer(-1),
                        "pub": allowed(welcome.publish), "sub": allowed(welcome.subscribe),
                        "subs": .integer(-1), "type": .text("user"), "version": .integer(2),
                    ])), "sub": .text(user),
            ]))
        return reply(["jwt": .text(letter)], user, server, id, seconds)
    }

    /// The broker's question answered with no; it tells its log why, and whoever connects nothing.
    public func refusal(
        _ reason: String, user: String, server: String, id: String, at seconds: Int64
    ) -> String {
        reply(["error": .text(reason)], user, server, id, seconds)
    }

    private func reply(
        _ said: [String: CanonicalValue], _ user: String, _ server: String, _ id: String,
        _ seconds: Int64
    ) -> String {
        var nats = CanonicalObject(said)
        nats["type"] = .text("authorization_response")
        nats["version"] = .integer(2)
        return signed(
            CanonicalObject([
                "aud": .text(server), "iat": .integer(seconds), "iss": .text(publicText),
                "jti": .text(id), "nats": .object(nats), "sub": .text(user),
            ]))
    }

    private func signed(_ claims: CanonicalObject) -> String {
        let header = CanonicalObject(["alg": .text("ed25519-nkey"), "typ": .text("JWT")])
        let body =
            Base64URL.text(of: header.bytes) + "." + Base64URL.text(of: claims.bytes)
        // Ed25519 over bytes in memory has no way to fail; an empty signature is refused anyway.
        let signature = (try? key.signature(for: Array(body.utf8))).map { Array($0) } ?? []
        return body + "." + Base64URL.text(of: signature)
    }
}
