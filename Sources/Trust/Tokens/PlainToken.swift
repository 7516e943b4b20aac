/// The plain token, version 0: agent, subjects, expiration, and a signature over them.
public struct PlainToken: Equatable, Sendable {
    public let agent: String
    public let subjects: [Subject]
    /// s since 1970-01-01T00:00:00Z.
    public let expiration: Int64

    init(_ document: SignedDocument) throws(Refusal) {
        var reader = MemberReader(document.members)
        agent = try reader.plain("agent")
        subjects = try reader.subjects(
            "allowed_subjects", countMax: CapabilityToken.subjectsMax)
        expiration = try reader.integer("expiration")
        try reader.finish()
    }

    /// A plain token as it says it is, nothing verified; for showing it.
    public static func unverified(_ bytes: [UInt8]) throws(Refusal) -> PlainToken {
        try PlainToken(
            SignedDocument(.plainCapability, bytes, lengthMax: CapabilityToken.lengthMax))
    }
}
