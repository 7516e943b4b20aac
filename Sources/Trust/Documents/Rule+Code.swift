extension Rule {
    /// The code a refused caller gets, as HTTP has them, with 202 for what waits for a person.
    public var code: Int {
        switch self {
        case .permitted: 200
        case .approvalRequired: 202
        case .tooLong, .tooLarge: 413
        case .cutShort, .trailingBytes, .whiteSpace, .notAnObject, .numberForm, .textForm,
            .memberOrder, .memberTwice, .memberUnknown, .memberMissing, .memberType, .memberValue,
            .versionUnknown, .operationUnknown, .reasonMissing:
            400
        case .keyUnknown, .keyRole, .keyRevoked, .keyNotValidNow, .signatureWrong,
            .issuerUnknown, .versionZeroOff, .notYetValid, .expired, .lifeTooLong, .epochRevoked,
            .tokenRevoked, .stale, .agentDiffers, .agentUnknown, .holderDiffers,
            .signatureMissing, .signatureMalformed, .tokenMissing, .subjectDiffers,
            .payloadDiffers:
            401
        case .replayed, .approvalNotOpen, .approverTwice, .expiredUndecided, .usesSpent,
            .revocationsRollback:
            409
        case .busy, .budgetSpent: 429
        case .clockUntrusted, .revocationsStale: 503
        case .versionZeroSensitive, .outsideHours, .audienceDiffers, .subjectBeyondRole,
            .subjectNotAllowed, .labelBeyondRole, .labelCeiling, .labelLowered, .actionDiffers,
            .alwaysDenied, .notOverTheBus, .modeForbids, .settingForbids, .notAnApprover,
            .approvalUnknown:
            403
        }
    }
}
