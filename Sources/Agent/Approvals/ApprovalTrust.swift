import EventContract
import Trust

/// Whom an agent believes about approvals: from this machine's own files, never from the bus.
struct ApprovalTrust: Sendable {
    /// Keys, revocations and what each member may send on.
    var verifier: TokenVerifier
    let ceilings: RoleCeilings
    /// The member that asks persons; receipts are its, and so are wishes at the local socket.
    let receiver: String

    /// - Parameter agent: its own name.
    init(_ granting: GrantingOptions, agent: String, _ keys: AgentTrust.Keys?) {
        ceilings = granting.ceilings
        receiver = granting.issuer
        verifier = TokenVerifier(
            audience: agent, issuer: granting.issuer, keyring: keys?.keyring ?? Keyring(roots: []),
            ceilings: granting.ceilings, revocations: keys?.revocations ?? Revocations())
    }

    /// A one-off token for an action, held to every rule there is.
    mutating func token(
        _ bytes: [UInt8], for action: ApprovalAction, at clock: ClockReading
    ) throws(Refusal) -> CapabilityToken {
        let token = try held(bytes, for: action, at: clock)
        // What is answered is where the file lies and its hash; the file itself is sealed.
        try verifier.check(
            token,
            for: TokenUse(
                sender: action.requester, holder: token.holder,
                subject: action.operation.guardedSubject, label: .internal, isSensitive: true,
                actionHash: action.hash))
        return token
    }
}

extension ApprovalTrust {
    /// A token that holds now, of a key that is the requester's now.
    mutating func held(
        _ bytes: [UInt8], for action: ApprovalAction, at clock: ClockReading
    ) throws(Refusal) -> CapabilityToken {
        let token = try verifier.verified(bytes, isSensitive: true, at: clock)
        let holders = verifier.keyring.messageKeys(verifier.revocations, at: clock.seconds)
        guard holders.contains(where: { $0.agent == action.requester && $0.key == token.holder })
        else { throw Refusal(.holderDiffers, "The token's key is not the requester's.") }
        return token
    }
}

extension Trust.Operation {
    /// Where it is asked for on the broker.
    var guardedSubject: String {
        self == .exportRaw ? "health.data.export" : "health.data.delete"
    }
}
