import ArgumentParser
import EventContract
import Foundation
import Realm
import Trust

/// What approve and deny have in common.
struct DecisionArguments: ParsableArguments {
    @Argument(help: ArgumentHelp("As approvals list shows it.", valueName: "id"))
    var id: String

    @OptionGroup var place: ApprovalPlace

    @Option(
        help: ArgumentHelp("Why; the agent keeps it and everybody hears it.", valueName: "text"))
    var reason: String

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("Whose key in trust/ signs the decision.", valueName: "approver"))
    var approver = "approver"

    @Flag(help: "Print JSON.")
    var json = false

    func decide(_ answer: ApprovalDecision.Answer) async throws {
        let granting = try TokenRealm(place.realm)
        let counter = try place.counter(granting)
        let one = try await counter.one(id)
        Output.say(ApprovalRow(one).text)
        let message = try message(answer, one.request, granting)
        let ending = try await counter.hand(over: message, saying: answer, one.request)
        if json {
            return try Output.json(
                ["decision": answer.rawValue, "id": id, "outcome": ending?.state ?? "open"])
        }
        guard let ending else {
            return try Output.line(
                "The decision (\(answer.rawValue)) was handed over. How it ends is not known yet.")
        }
        let reason = ending.reason.isEmpty ? "" : ": \(ending.reason)"
        try Output.line(
            (["\(id) is \(ending.state)\(reason)"] + ending.files).joined(separator: "\n"))
    }

    private func message(
        _ answer: ApprovalDecision.Answer, _ request: ApprovalRequest, _ granting: TokenRealm
    ) throws -> ApprovalMessage {
        var message = ApprovalMessage()
        let now = granting.clock.seconds
        do throws(Refusal) {
            let decision = try ApprovalDecision(
                approvalId: request.id, actionHash: request.action.hash, answer: answer,
                reason: reason, approver: approver, decided: now, expires: now + Self.life)
            let key: MessageKey
            do { key = try granting.realm.grantingKey(approver) } catch {
                throw Refusal(.notAnApprover, "\(error)")
            }
            message.decisions = [decision.document(signedBy: key)]
        } catch {
            throw Exit.failure(
                error.rule == .reasonMissing ? Exit.usage : Exit.notPermitted, error)
        }
        if answer == .approve { try grant(request, granting, to: &message) }
        return message
    }

    /// Whoever holds the issuer's key as well sends the one-off token along, and word that no key or
    /// token has been revoked since.
    private func grant(
        _ request: ApprovalRequest, _ granting: TokenRealm, to message: inout ApprovalMessage
    ) throws {
        guard let key = try? granting.realm.grantingKey("issuer") else {
            return Output.say(
                "The one-off token is the issuer's to send: trust/issuer.key is not here.")
        }
        let action = request.action
        let isExport = action.operation == .exportRaw
        do throws(Refusal) {
            let holder: MessagePublicKey
            do { holder = try granting.realm.messagePublicKey(action.requester) } catch {
                throw Refusal(.agentUnknown, "\(error)")
            }
            let token = try granting.issuer().token(
                TokenIssuer.Wish(
                    agent: action.requester, holder: holder,
                    subjects: [Subject(isExport ? "health.data.export" : "health.data.delete")],
                    labelMax: .internal, audience: [action.agent],
                    oneOff: .init(
                        action: action.operation.rawValue, actionHash: action.hash),
                    life: Self.life),
                id: TokenIssue.newIdentifier(granting.clock), at: granting.clock.seconds)
            message.tokens = [token.document(signedBy: key)]
        } catch {
            throw Exit.failure(Exit.notPermitted, error)
        }
        let list = granting.revocations.next(at: granting.clock.seconds)
        try granting.realm.write(list, granting.keyring, at: granting.clock)
        message.revocations = [list.document(signedBy: key)]
    }

    /// s; an approval that is not used by then is worth nothing.
    private static let life: Int64 = 600
}

/// `healthypi-warden approvals approve ID`
struct ApprovalsApprove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Agree to exactly what is shown.",
        discussion: """
            Signs the hash of the exact action with an approver's key. With the issuer's key at hand \
            the one-off token goes along; it lasts ten minutes.

            EXAMPLE
              healthypi-warden approvals approve 01KAJ… --realm realm \\
                --reason "for my doctor"
            """)

    @OptionGroup var arguments: DecisionArguments

    func run() async throws { try await arguments.decide(.approve) }
}

/// `healthypi-warden approvals deny ID`
struct ApprovalsDeny: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deny", abstract: "Refuse what is shown.",
        discussion: """
            One approver's no ends it, whatever others said.

            EXAMPLE
              healthypi-warden approvals deny 01KAJ… --realm realm \\
                --reason "nobody asked me"
            """)

    @OptionGroup var arguments: DecisionArguments

    func run() async throws { try await arguments.decide(.deny) }
}
