import EventContract

/// A decision and what it rests on.
public struct PolicyEvaluation: Equatable, Sendable {
    public enum Verdict: String, CaseIterable, Sendable { case allow, ask, deny }

    public let request: PolicyRequest
    /// With which it was decided; without them nobody could decide it again.
    public let settings: PolicySettings
    public let verdict: Verdict
    public let rule: Rule
    /// A sentence for whoever asked.
    public let reason: String
    /// What has to be kept to, or would have to be given.
    public let conditions: [String]
    /// s since 1970-01-01T00:00:00Z; nil where time changes nothing.
    public let expiresAt: Int64?
    public let isAuditRequired: Bool

    /// `{agentId, resourceId, operation, context, result}`, for replies and audit lines.
    public var object: CanonicalObject {
        let asked = request.context
        var context = CanonicalObject([
            "agent_ceiling": .text(settings.ceiling.rawValue),
            "answers": .texts(settings.answerTexts),
            "approval_life": .integer(settings.approvalLife),
            "approved": .truth(asked.isApproved), "bytes": .integer(asked.bytes),
            "ceiling": .text(asked.ceiling.rawValue), "label": .text(asked.label.rawValue),
            "mode": .text(settings.mode.rawValue), "origin": .text(asked.origin.rawValue),
            "points": .integer(asked.points), "rule": .text(rule.rawValue),
            "time": .integer(asked.time), "verdict": .text(verdict.rawValue),
        ])
        context["credential"] = asked.credential.map { .text($0.rawValue) }
        context["budget"] = asked.budget.map { .text($0.rawValue) }
        context["token_end"] = asked.tokenEnd.map { .integer($0) }
        var result = CanonicalObject([
            "allowed": .truth(verdict == .allow), "auditRequired": .truth(isAuditRequired),
            "conditions": .texts(conditions), "reason": .text(reason),
        ])
        result["expiresAt"] = expiresAt.map { .integer($0) }
        return CanonicalObject([
            "agentId": .text(request.agentId), "context": .object(context),
            "operation": .text(request.operation), "resourceId": .text(request.resourceId),
            "result": .object(result),
        ])
    }

    public var mode: OperatingMode { settings.mode }

    /// One line of JSON in exactly one way.
    public var bytes: [UInt8] { object.bytes }
}
