/// Why a message's signature was not taken.
public enum SignatureProblem: String, Error, Sendable {
    case missing
    /// Not `v1.<statement>.<signature>` to the letter.
    case malformed
    /// Nobody we know signs with this key.
    case keyUnknown
    /// The key is known, and another agent's.
    case agentDiffers
    /// The statement was not signed with this key.
    case signatureWrong
    /// The message came on another subject than was signed.
    case subjectDiffers
    /// Other bytes came than were signed.
    case payloadDiffers
}
