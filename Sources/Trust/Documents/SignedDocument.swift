/// A canonical document and the signature over it: `kid` names the key, `signature` holds 64 bytes
/// as base64url over the DSSE encoding of everything else.
struct SignedDocument {
    let kind: DocumentKind
    /// Without `signature`; with `kid`, but for the plain token, which has none.
    let members: CanonicalObject
    let signature: [UInt8]

    /// - Returns: the document's bytes, signed.
    static func bytes(
        _ kind: DocumentKind, _ members: CanonicalObject, signedBy key: MessageKey
    ) -> [UInt8] {
        var members = members
        if kind != .plainCapability { members["kid"] = .text(key.identifier) }
        members["signature"] = .text(
            Base64URL.text(of: key.signature(of: kind, members.bytes)))
        return members.bytes
    }

    /// Reads it; whether the signature holds is asked with `verify`.
    init(_ kind: DocumentKind, _ bytes: [UInt8], lengthMax: Int) throws(Refusal) {
        var object = try CanonicalReader.object(bytes, lengthMax: lengthMax)
        var reader = MemberReader(object)
        signature = try reader.bytes("signature", 64)
        object["signature"] = nil
        self.kind = kind
        members = object
    }

    func keyIdentifier() throws(Refusal) -> String {
        var reader = MemberReader(members)
        return try reader.plain("kid", 11...11)
    }

    func verify(with key: MessagePublicKey) throws(Refusal) {
        let signed = PreAuthentication.bytes(type: kind.type, body: members.bytes)
        guard key.verifies(signature, of: signed) else {
            throw Refusal(.signatureWrong, "It was not signed with the key it names.")
        }
    }
}
