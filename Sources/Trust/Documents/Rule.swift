/// Why something was refused, the same words for tokens, documents, policy and approvals.
///
/// The raw value stands in replies, audit lines and `policy explain`.
public enum Rule: String, CaseIterable, Error, Sendable {
    // How it is written.
    case tooLong = "too_long"
    case cutShort = "cut_short"
    case trailingBytes = "trailing_bytes"
    case whiteSpace = "white_space"
    case notAnObject = "not_an_object"
    case numberForm = "number_form"
    case textForm = "text_form"
    case memberOrder = "member_order"
    case memberTwice = "member_twice"
    case memberUnknown = "member_unknown"
    case memberMissing = "member_missing"
    case memberType = "member_type"
    case memberValue = "member_value"

    // Who said it.
    case signatureMissing = "signature_missing"
    case signatureMalformed = "signature_malformed"
    case tokenMissing = "token_missing"
    case versionUnknown = "version_unknown"
    case versionZeroOff = "version_zero_off"
    case versionZeroSensitive = "version_zero_sensitive"
    case keyUnknown = "key_unknown"
    case keyRole = "key_role"
    case keyRevoked = "key_revoked"
    case keyNotValidNow = "key_not_valid_now"
    case signatureWrong = "signature_wrong"
    case issuerUnknown = "issuer_unknown"

    // When.
    case clockUntrusted = "clock_untrusted"
    case notYetValid = "not_yet_valid"
    case expired = "expired"
    case lifeTooLong = "life_too_long"
    case epochRevoked = "epoch_revoked"
    case tokenRevoked = "token_revoked"
    case revocationsStale = "revocations_stale"
    case revocationsRollback = "revocations_rollback"
    case outsideHours = "outside_hours"
    case stale = "stale"
    case replayed = "replayed"
    case busy = "busy"

    // For whom and what.
    case subjectDiffers = "subject_differs"
    case payloadDiffers = "payload_differs"
    case agentDiffers = "agent_differs"
    case agentUnknown = "agent_unknown"
    case audienceDiffers = "audience_differs"
    case holderDiffers = "holder_differs"
    case subjectBeyondRole = "subject_beyond_role"
    case subjectNotAllowed = "subject_not_allowed"
    case labelBeyondRole = "label_beyond_role"
    case labelCeiling = "label_ceiling"
    case labelLowered = "label_lowered"
    case actionDiffers = "action_differs"
    case usesSpent = "uses_spent"

    // Policy.
    case permitted = "permitted"
    case approvalRequired = "approval_required"
    case alwaysDenied = "always_denied"
    case notOverTheBus = "not_over_the_bus"
    case modeForbids = "mode_forbids"
    case settingForbids = "setting_forbids"
    case operationUnknown = "operation_unknown"
    case budgetSpent = "budget_spent"
    case tooLarge = "too_large"

    // Approvals.
    case notAnApprover = "not_an_approver"
    case approvalUnknown = "approval_unknown"
    case approvalNotOpen = "approval_not_open"
    case approverTwice = "approver_twice"
    case expiredUndecided = "expired_undecided"
    case reasonMissing = "reason_missing"
}

/// A refusal: the rule, and a sentence for whoever was refused. It says nothing of the data.
public struct Refusal: Error, Equatable, Sendable, CustomStringConvertible {
    public let rule: Rule
    public let reason: String

    public init(_ rule: Rule, _ reason: String) {
        self.rule = rule
        self.reason = reason
    }

    public var description: String { "\(rule.rawValue): \(reason)" }
}
