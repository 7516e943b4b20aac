import EventContract

/// Decides what is asked: a pure function of settings and request.
///
/// In order, the first that says no is named: the operation is known; it is none that is always
/// denied; signature and token hold; the mode; the label; the size; the budget; then the operation's
/// own line. What no line allows is denied.
public struct Policy: Sendable {
    public let settings: PolicySettings
    public let limits: BudgetLimits

    public init(_ settings: PolicySettings = PolicySettings()) {
        self.settings = settings
        limits = BudgetLimits(settings.mode)
    }

    public func evaluate(_ request: PolicyRequest) -> PolicyEvaluation {
        let context = request.context
        guard let operation = Operation(rawValue: request.operation),
            let row = PolicyRow.table[operation]
        else {
            return denied(request, .operationUnknown, "No such operation is known.")
        }
        if row.treatment == .alwaysDenied {
            return context.origin == .bus
                ? denied(
                    request, .notOverTheBus,
                    "Security settings are not changed over the bus, whoever asks.")
                : denied(request, .alwaysDenied, "No request changes this, whoever asks.")
        }
        if let rule = context.credential {
            return denied(request, rule, "Signature or token do not hold (\(rule.rawValue)).")
        }
        if let refusal = mode(row, context) ?? label(row, context) ?? size(operation, context) {
            return denied(request, refusal.rule, refusal.reason)
        }
        if let rule = context.budget {
            return denied(
                request, rule, "No budget is left for now.", conditions: ["retry_later"])
        }
        return decided(request, row)
    }

    private func mode(_ row: PolicyRow, _ context: PolicyRequest.Context) -> Refusal? {
        if settings.mode == .offline, row.needsBus || context.origin == .bus {
            return Refusal(.modeForbids, "The agent is offline: nothing goes over the bus.")
        }
        guard row.forbidden.contains(settings.mode) else { return nil }
        return Refusal(
            .modeForbids,
            "The mode \(settings.mode.rawValue) does not allow \(row.operation.rawValue).")
    }

    private func label(_ row: PolicyRow, _ context: PolicyRequest.Context) -> Refusal? {
        // What stays on this machine may be above what may leave it; it is sealed or erased there.
        let ceiling =
            row.needsBus || context.origin == .bus
            ? min(context.ceiling, settings.effectiveCeiling) : context.ceiling
        guard context.label > ceiling else { return nil }
        return Refusal(
            .labelCeiling, "What is asked for is above the ceiling (\(ceiling.rawValue)).")
    }

    private func size(_ operation: Operation, _ context: PolicyRequest.Context) -> Refusal? {
        if context.points > limits.points {
            return Refusal(.tooLarge, "At most \(limits.points) points at once.")
        }
        let bytesMax =
            switch operation {
            case .exportRaw, .delete, .eraseBaseline: Int64.max
            default: context.origin == .bus ? limits.replyBytes : Int64(limits.task.replyBytesMax)
            }
        guard context.bytes > bytesMax else { return nil }
        return Refusal(.tooLarge, "At most \(bytesMax) bytes at once.")
    }

    private func decided(_ request: PolicyRequest, _ row: PolicyRow) -> PolicyEvaluation {
        switch row.treatment {
        case .auto:
            return allowed(request, row, "The operation is allowed to whoever may ask for it.")
        case .configurable:
            switch settings.answers[row.operation] ?? .ask {
            case .always: return allowed(request, row, "The configuration allows it.")
            case .never:
                return denied(request, .settingForbids, "The configuration does not allow it.")
            case .ask: return asked(request, row)
            }
        case .hardApproval: return asked(request, row)
        case .alwaysDenied:
            return denied(request, .alwaysDenied, "No request changes this, whoever asks.")
        }
    }

    private func asked(_ request: PolicyRequest, _ row: PolicyRow) -> PolicyEvaluation {
        if request.context.isApproved {
            return allowed(
                request, row, "A person approved exactly this.", conditions: ["execute_once"])
        }
        return PolicyEvaluation(
            request: request, settings: settings, verdict: .ask, rule: .approvalRequired,
            reason: "A person has to approve it first.",
            conditions: ["approval", "one_off_token"],
            expiresAt: request.context.time + settings.approvalLife, isAuditRequired: true)
    }

    private func allowed(
        _ request: PolicyRequest, _ row: PolicyRow, _ reason: String, conditions: [String] = []
    ) -> PolicyEvaluation {
        PolicyEvaluation(
            request: request, settings: settings, verdict: .allow, rule: .permitted,
            reason: reason, conditions: conditions, expiresAt: request.context.tokenEnd,
            isAuditRequired: row.isAudited)
    }

    private func denied(
        _ request: PolicyRequest, _ rule: Rule, _ reason: String, conditions: [String] = []
    ) -> PolicyEvaluation {
        PolicyEvaluation(
            request: request, settings: settings, verdict: .deny, rule: rule, reason: reason,
            conditions: conditions, expiresAt: nil, isAuditRequired: true)
    }
}
