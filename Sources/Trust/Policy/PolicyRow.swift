/// One line of the policy: how an operation is treated.
struct PolicyRow: Equatable, Sendable {
    enum Treatment: Equatable, Sendable {
        /// Allowed to whoever may ask for it.
        case auto
        /// As the setting says; asks without one.
        case configurable
        /// Only with a person's approval, whatever any setting says.
        case hardApproval
        /// Never; no setting, token or approval changes it.
        case alwaysDenied
    }

    let operation: Operation
    let treatment: Treatment
    /// Modes in which it cannot be done at all.
    let forbidden: Set<OperatingMode>
    /// Most of all: what goes out over the bus cannot while offline.
    let needsBus: Bool
    let isAudited: Bool

    static let table: [Operation: PolicyRow] = Dictionary(
        uniqueKeysWithValues: rows.map { ($0.operation, $0) })

    private init(
        _ operation: Operation, _ treatment: Treatment, not forbidden: Set<OperatingMode> = [],
        needsBus: Bool = false, isAudited: Bool = true
    ) {
        self.operation = operation
        self.treatment = treatment
        self.forbidden = forbidden
        self.needsBus = needsBus
        self.isAudited = isAudited
    }

    private static let rows = [
        PolicyRow(.publishEvent, .auto, needsBus: true, isAudited: false),
        PolicyRow(.publishInsight, .auto, needsBus: true, isAudited: false),
        PolicyRow(.readStatus, .auto, isAudited: false),
        PolicyRow(.checkpoint, .auto),
        PolicyRow(.readInsights, .auto),
        PolicyRow(.readData, .auto, not: [.sensitive]),
        PolicyRow(.readHistory, .configurable, not: [.sensitive]),
        PolicyRow(.report, .auto),
        PolicyRow(.replay, .auto, not: [.sensitive]),
        PolicyRow(.resetCalibration, .configurable, not: [.sensitive]),
        PolicyRow(.exportRaw, .hardApproval, not: [.sensitive]),
        PolicyRow(.delete, .hardApproval),
        PolicyRow(.streamRaw, .hardApproval, not: [.sensitive, .demo], needsBus: true),
        PolicyRow(.widenScope, .hardApproval, not: [.sensitive, .demo]),
        PolicyRow(.eraseBaseline, .hardApproval),
        PolicyRow(.rotateKey, .hardApproval, not: [.demo]),
        PolicyRow(.auditOff, .alwaysDenied),
        PolicyRow(.signingOff, .alwaysDenied),
        PolicyRow(.encryptionOff, .alwaysDenied),
        PolicyRow(.labelsOff, .alwaysDenied),
        PolicyRow(.raiseRole, .alwaysDenied),
        PolicyRow(.acceptRoot, .alwaysDenied),
    ]
}
