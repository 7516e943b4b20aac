extension TokenVerifier {
    /// A token that was checked when it came, read back from where it was kept: signature, issuer
    /// and revocations anew. Its times are for whoever uses it, who needs a trusted clock then; to
    /// read what was promised before a restart needs none.
    public func kept(_ bytes: [UInt8]) throws(Refusal) -> CapabilityToken {
        let document = try SignedDocument(
            .capability, bytes, lengthMax: CapabilityToken.lengthMax)
        let token = try CapabilityToken(document)
        let entry = try keyring.entry(try document.keyIdentifier(), role: .issuer, revocations)
        try document.verify(with: entry.key)
        try entry.check(at: token.start)
        try revocations.check(token, isSensitive: false, at: token.start)
        return token
    }
}
