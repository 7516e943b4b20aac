/// What a signed thing is. The type is part of the bytes signed, so that one kind is never taken
/// for another.
public enum DocumentKind: String, CaseIterable, Sendable {
    case message = "message.v1"
    case capability = "capability.v1"
    /// The four fields alone.
    case plainCapability = "capability.v0"
    case key = "key.v1"
    case revocations = "revocations.v1"
    case approvalRequest = "approval-request.v1"
    case approvalReceipt = "approval-receipt.v1"
    case approvalDecision = "approval-decision.v1"
    case approvalOutcome = "approval-outcome.v1"
    case exportManifest = "export-manifest.v1"

    /// The type in DSSE's encoding.
    public var type: String { "application/vnd.secure-assistant.\(rawValue)+json" }
}
