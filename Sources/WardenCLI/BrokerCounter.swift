import Foundation
import NATSPublishing
import Publishing
import Realm
import Trust

/// The agents of a realm, over its broker, as the member that asks persons.
struct BrokerCounter: ApprovalCounter {
    let access: RealmAccess
    let granting: TokenRealm
    let seconds: Double

    func open(_ id: String?) async throws -> [OpenRequest] {
        try await connected { link in
            let inbox = await link.subscribe("approvals.request.*.\(id ?? "*")")
            var found: [String: OpenRequest] = [:]
            let deadline = ContinuousClock.now + .seconds(seconds)
            for name in granting.realm.roles.members.map(\.name) {
                try? await link.publish([], to: "approvals.decision.\(name).open")
            }
            while ContinuousClock.now < deadline, id.map({ found[$0] == nil }) ?? true {
                for one in inbox.takeAll().compactMap(verified) {
                    if found.updateValue(one, forKey: one.request.id) == nil {
                        await acknowledge(one.request, on: link)
                    }
                }
                try await ContinuousClock().sleep(for: .milliseconds(50))
            }
            try? await link.flush()
            return found.values.sorted { $0.request.id < $1.request.id }
        }
    }

    func hand(
        over message: ApprovalMessage, saying _: ApprovalDecision.Answer,
        _ request: ApprovalRequest
    ) async throws -> ApprovalEnding? {
        try await connected { link in
            let inbox = await link.subscribe(
                "approvals.outcome.\(request.action.agent).\(request.id)")
            try await link.publish(
                message.bytes, to: "approvals.decision.\(request.action.agent).\(request.id)")
            try await link.flush()
            let deadline = ContinuousClock.now + .seconds(seconds)
            while ContinuousClock.now < deadline {
                if let outcome = inbox.takeAll().lazy.compactMap(ended).first(where: {
                    $0.approvalId == request.id
                }) {
                    return ApprovalEnding(
                        state: outcome.state.rawValue, reason: outcome.reason, files: [])
                }
                try await ContinuousClock().sleep(for: .milliseconds(50))
            }
            return nil
        }
    }

    private func ended(_ message: IncomingMessage) -> ApprovalOutcome? {
        try? ApprovalOutcome.verified(
            message.payload, granting.keyring, granting.revocations)
    }

    private func verified(_ message: IncomingMessage) -> OpenRequest? {
        do throws(Refusal) {
            let request = try ApprovalRequest.verified(
                message.payload, granting.keyring, granting.revocations)
            return OpenRequest(request: request, state: nil, approvals: [])
        } catch {
            Output.say("A request is left out, for its signature does not hold: \(error)")
            return nil
        }
    }

    /// That somebody has the request and shows it.
    private func acknowledge(_ request: ApprovalRequest, on link: BrokerLink) async {
        guard let key = try? granting.realm.memberKey(granting.realm.roles.issuer) else { return }
        let receipt = ApprovalReceipt(
            approvalId: request.id, actionHash: request.action.hash,
            receiver: granting.realm.roles.issuer, received: granting.clock.seconds)
        try? await link.publish(
            receipt.document(signedBy: key),
            to: "approvals.decision.\(request.action.agent).\(request.id)")
    }

    private func connected<Result: Sendable>(
        _ body: (BrokerLink) async throws -> Result
    ) async throws -> Result {
        let link = BrokerLink(try access.settings(granting.realm.roles.issuer))
        let running = Task { await link.run() }
        defer { running.cancel() }
        let deadline = ContinuousClock.now + .seconds(max(seconds, 10))
        while true {
            switch await link.state {
            case .connected:
                let result = try await body(link)
                await link.stop()
                return result
            case .waiting(let error) where ContinuousClock.now >= deadline: throw error
            default: break
            }
            guard ContinuousClock.now < deadline else {
                throw WardenFailure(
                    code: Exit.unavailable,
                    text: "The broker (\(access.broker)) cannot be reached.")
            }
            try await ContinuousClock().sleep(for: .milliseconds(20))
        }
    }
}
