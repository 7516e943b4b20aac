public import Dashboard
import Trust

/// Approvals at the local socket, which grants nothing.
extension ApprovalOffice: ApprovalDesk {
    public func ask(_ request: TaskRequest) async -> ApprovalReply? {
        let operation: Trust.Operation
        switch request.kind {
        case .export: operation = .exportRaw
        case .delete: operation = .delete
        case .eraseBaseline: operation = .eraseBaseline
        case .report, .replay: return nil
        }
        do throws(Refusal) {
            let asked = try ask(
                ApprovalWish(
                    operation,
                    resource: request.kind == .eraseBaseline ? "baseline" : request.recording,
                    sealTo: request.sealTo, requester: request.requester ?? trust.receiver,
                    origin: .socket))
            return .waits(Self.card(asked))
        } catch {
            return .refused(
                status: error.rule.code, rule: error.rule.rawValue, reason: error.reason)
        }
    }

    public func cards() async -> [ApprovalCard] {
        cases.values.map(Self.card).sorted { $0.id < $1.id }
    }

    public func card(_ id: String) async -> ApprovalCard? { cases[id].map(Self.card) }

    public func cancel(_ id: String) async -> ApprovalCard? {
        takeBack(id)
        return cases[id].map(Self.card)
    }

    public func decide(
        _ task: String, _ verdict: ApprovalVerdict, _ decision: [UInt8]
    ) async -> DecisionReply {
        do throws(Refusal) {
            try take(decision, about: task, saying: verdict == .approve ? .approve : .deny)
            return .recorded
        } catch {
            return .refused(
                status: error.rule.code, rule: error.rule.rawValue, reason: error.reason)
        }
    }

    static func card(_ known: Case) -> ApprovalCard {
        let approval = known.approval
        let request = approval.request
        let isUndecided = approval.state == .requested || approval.state == .delivered
        let kind: TaskKind =
            switch request.action.operation {
            case .exportRaw: .export
            case .eraseBaseline: .eraseBaseline
            default: .delete
            }
        return ApprovalCard(
            id: request.id, kind: kind,
            recording: kind == .eraseBaseline ? "" : request.action.resource,
            state: isUndecided ? "approval_required" : approval.state.rawValue,
            createdMilliseconds: request.asked * 1_000,
            endedMilliseconds: known.ended.map { $0 * 1_000 },
            note: approval.reason.isEmpty ? nil : approval.reason, files: known.files,
            words: request.words, requester: request.action.requester, expires: request.expires,
            quorum: request.quorum,
            approvals: approval.decisions.map { "\($0.decision.approver): \($0.decision.reason)" },
            isDelivered: approval.state != .requested,
            request: String(decoding: known.request, as: UTF8.self))
    }
}
