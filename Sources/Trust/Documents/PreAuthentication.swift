/// The bytes that are signed, whatever is signed: DSSE's pre-authentication encoding, which binds
/// a body to its type, so that a signed message can never be taken for a token or a decision.
///
/// `DSSEv1 <length of type> <type> <length of body> <body>`, lengths in bytes, written in decimal.
/// Source: DSSE v1.0 protocol, github.com/secure-systems-lab/dsse.
enum PreAuthentication {
    static func bytes(type: String, body: [UInt8]) -> [UInt8] {
        Array("DSSEv1 \(type.utf8.count) \(type) \(body.count) ".utf8) + body
    }
}
