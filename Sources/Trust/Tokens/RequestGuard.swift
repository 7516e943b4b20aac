public import EventContract

/// Holds requests to their senders' signatures and tokens, in one order; the first that does not
/// hold is named.
///
/// Signature: there, well formed, by a member's key that is known, not revoked and holds now, of
/// this subject and these bytes, and by whom the broker says. Then its time, within a minute of now,
/// and its id, never seen. Then the token, in `TokenVerifier`'s order.
public struct RequestGuard: Sendable {
    /// The header in which a request carries its token.
    public static let tokenHeader = "Sa-Token"

    /// What was found to hold.
    public struct Grant: Equatable, Sendable {
        /// Of the request, which its answer names.
        public let requestId: String
        public let token: CapabilityToken
    }

    /// Its keyring, revocations and uses may change while it serves.
    public var tokens: TokenVerifier
    private var seen: ReplayMemory

    /// - Parameter seen: of a program that has just started, from then on; see `ReplayMemory`.
    public init(_ tokens: TokenVerifier, seen: ReplayMemory = ReplayMemory()) {
        self.tokens = tokens
        self.seen = seen
    }

    /// - Parameters:
    ///   - label: of what is asked for.
    ///   - actionHash: of the exact action, where a person's approval is needed.
    public mutating func check(
        _ shown: ShownRequest, label: Label, isSensitive: Bool = false, actionHash: String? = nil,
        at clock: ClockReading
    ) throws(Refusal) -> Grant {
        let (statement, entry) = try signed(shown, clock)
        try seen.take(
            holder: statement.keyIdentifier, id: statement.id,
            timeMilliseconds: statement.timeMilliseconds, at: clock)
        guard let token = shown.token else {
            throw Refusal(.tokenMissing, "The request carries no token (\(Self.tokenHeader)).")
        }
        let use = TokenUse(
            sender: entry.agent, holder: entry.key, subject: shown.subject, label: label,
            isSensitive: isSensitive, actionHash: actionHash)
        return Grant(
            requestId: statement.id,
            token: try tokens.check(Array(token.utf8), for: use, at: clock))
    }

    private func signed(
        _ shown: ShownRequest, _ clock: ClockReading
    ) throws(Refusal) -> (MessageStatement, KeyringEntry) {
        let signed: SignedStatement
        do throws(SignatureProblem) {
            signed = try SignedStatement(header: shown.signature)
        } catch {
            throw Refusal(error)
        }
        let entry = try tokens.keyring.entry(
            signed.statement.keyIdentifier, role: .member, tokens.revocations)
        do throws(SignatureProblem) {
            try signed.check(
                by: entry.agent, with: entry.key, subject: shown.subject, payload: shown.payload)
        } catch {
            throw Refusal(error)
        }
        try entry.check(at: try clock.trustedSeconds())
        guard shown.account == nil || shown.account == entry.agent else {
            throw Refusal(.agentDiffers, "The request is signed by another than who sends it.")
        }
        return (signed.statement, entry)
    }
}

extension Refusal {
    /// A signature's problem in the words of every other refusal.
    init(_ problem: SignatureProblem) {
        switch problem {
        case .missing:
            self.init(
                .signatureMissing,
                "The request carries no signature (\(MessageSigner.headerName)).")
        case .malformed:
            self.init(.signatureMalformed, "The signature is not v1.<statement>.<signature>.")
        case .keyUnknown: self.init(.keyUnknown, "Nobody known here signs with this key.")
        case .agentDiffers: self.init(.agentDiffers, "The key is another agent's.")
        case .signatureWrong:
            self.init(.signatureWrong, "It was not signed with the key it names.")
        case .subjectDiffers: self.init(.subjectDiffers, "Another subject was signed.")
        case .payloadDiffers: self.init(.payloadDiffers, "Other bytes were signed.")
        }
    }
}
