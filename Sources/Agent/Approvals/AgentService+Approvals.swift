import EventContract
import NATSPublishing
import Publishing
import Trust

/// Approvals on the broker: wishes come in, requests and outcomes go out, decisions come back.
extension AgentService {
    /// The last token of a subject that asks for everything that is open to be said again.
    static let sayAgain = "open"

    /// Where decisions come, whatever approval they are about.
    static let decisions = "approvals.decision"

    /// What waits for a person: kept, and answered with where it stands. Who asks shows what every
    /// request shows; it grants nothing, and without it nothing is looked at.
    func askApproval(_ message: IncomingMessage, _ subject: String) async {
        guard let (asker, reply) = asker(of: message) else { return }
        do {
            guard asker != .unknown else { throw ServiceRefusal.askerUnknown }
            let granted = try keeper.admit(message, from: asker)
            guard subject != "health.data.stream" else { throw Self.neverStreamed }
            guard let approvals else { throw Self.nobodyApproves }
            // Without accounts nobody can tell who asks, and to whom it would go.
            guard case .member = asker else { throw ServiceRefusal.askerUnknown }
            let request = try ActionRequest(parsing: message.payload)
            let asked = try await approvals.ask(try Self.wish(request, subject, granted))
            let body = try Self.encoded(
                ApprovalAnswer(error: .approvalRequired, approval: .init(asked.approval)))
            statistics.refused(subject, .approvalRequired)
            try? await link.publish(
                body, to: reply,
                headers: ServiceRefusal.approvalRequired.headers + headers(granted, subject, body))
        } catch let refusal as ServiceRefusal {
            await say(refusal, to: reply, subject)
        } catch let refusal as Refusal {
            await say(ServiceRefusal(refusal), to: reply, subject)
        } catch {
            await say(.storeUnavailable, to: reply, subject)
        }
    }

    /// The rule is the contract's; what it would take does not exist yet, and nobody is asked.
    static let neverStreamed = ServiceRefusal(
        rule: .approvalRequired,
        reason: "A person would have to approve it, and this agent streams no raw signals. Ask for "
            + "an export.")

    static let nobodyApproves = ServiceRefusal(
        rule: .approvalRequired,
        reason: "A person would have to approve it, and here nobody can: it takes a running agent "
            + "in a realm.")

    private static func wish(
        _ request: ActionRequest, _ subject: String, _ granted: Granted
    ) throws -> ApprovalWish {
        let isExport = subject == "health.data.export"
        switch request.what {
        case .recording(let name):
            return ApprovalWish(
                isExport ? .exportRaw : .delete, resource: name,
                sealTo: isExport ? request.sealTo : nil, requester: granted.agent, origin: .bus,
                isSigned: granted.requestId != nil)
        case .baseline:
            guard !isExport else { throw ActionRequest.notAnAction }
            return ApprovalWish(
                .eraseBaseline, resource: "baseline", requester: granted.agent, origin: .bus,
                isSigned: granted.requestId != nil)
        }
    }

    /// What comes about approvals. The sender is not asked who it is: what it brings is signed.
    func takeDecision(_ message: IncomingMessage) async {
        guard let approvals, let id = message.subject.split(separator: ".").last else { return }
        if id == Self.sayAgain { return await approvals.sayOpenOnes() }
        do throws(Refusal) {
            try await approvals.take(message.payload, about: String(id))
        } catch {
            noteDecision(error)
        }
    }

    /// Says requests and outcomes as long as there are any, each until the broker has it.
    func speakOfApprovals() async {
        guard let approvals else { return }
        for await _ in approvals.news {
            while !(await approvals.due().isEmpty) {
                guard !Task.isCancelled else { return }
                if await !speak(of: approvals) {
                    try? await ContinuousClock().sleep(for: .seconds(1))
                }
            }
        }
    }

    private func speak(of approvals: ApprovalOffice) async -> Bool {
        for saying in await approvals.due() {
            do {
                try await link.publish(
                    saying.payload, to: saying.subject)
                try await link.flush()
            } catch {
                return false
            }
            await approvals.hasSaid(saying)
        }
        return true
    }

    /// That it waits, as for any refusal, and beside it what waits.
    private struct ApprovalAnswer: Encodable {
        struct Waiting: Encodable {
            let id: String
            let state: String
            let actionHash: String
            let expires: String
            let quorum: Int64

            init(_ approval: Approval) {
                id = approval.request.id
                state = approval.state.rawValue
                actionHash = approval.request.action.hash
                expires =
                    WireTime(millisecondsSince1970: approval.request.expires * 1_000).text
                quorum = approval.request.quorum
            }

            enum CodingKeys: String, CodingKey {
                case id, state, quorum
                case actionHash = "action_hash"
                case expires = "expires_at"
            }
        }

        let error: ServiceRefusal
        let approval: Waiting
    }
}
