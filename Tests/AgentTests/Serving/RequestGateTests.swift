import EventContract
import NATSPublishing
import Testing

@testable import Agent

/// Where answers go, and as whose questions they count. Threat row T4.
@Suite struct RequestGateTests {
    private let realm = RequestGate(
        agent: "healthypi", ceilings: ["orchestrator": .confidential, "workflow": .internal],
        ceiling: .confidential)
    private let open = RequestGate(agent: "healthypi", ceilings: nil, ceiling: .confidential)

    private func message(
        reply: String?, account: String? = nil, repeated: Set<String> = []
    ) -> IncomingMessage {
        IncomingMessage(
            subject: "health.data.read", payload: [], replySubject: reply,
            headers: account.map { [RequestGate.accountHeader: $0] } ?? [:],
            repeatedHeaders: repeated)
    }

    @Test func answersGoToInboxesOnly() {
        for reply in [
            "_INBOX.abc", "_INBOX.abc.1", "_INBOX_orchestrator.x", "_INBOX_workflow.abc.def",
        ] {
            #expect(open.asker(of: message(reply: reply)) == .anybody, "\(reply)")
        }
        for reply in [
            nil, "", "_INBOX", "_INBOX.", "_INBOX..a", "_INBOX.*", "_INBOX.a.>", "_INBOX.a b",
            "_INBOXES.a", "_inbox.a", "_R_.a.b", "_INBOX_healthypi.secret",
            "health.events.write.healthypi.internal.quality", "system.lockdown",
            "$KV.agent_healthypi.state", "$JS.API.STREAM.DELETE.AGENT_healthypi",
            "_INBOX." + String(repeating: "a", count: 300),
        ] {
            #expect(open.asker(of: message(reply: reply)) == nil, "\(reply ?? "none")")
        }
    }

    @Test func inARealmTheBrokerSaysWhoAsks() {
        let info = #"{"acc":"workflow","rtt":12}"#
        #expect(realm.asker(of: message(reply: "_R_.a.b", account: info)) == .member("workflow"))
        #expect(realm.ceiling(of: .member("workflow")) == .internal)
        #expect(realm.ceiling(of: .member("orchestrator")) == .confidential)
        #expect(realm.ceiling(of: .unknown) == .public)
        // Not by way of another account: an inbox, which anybody might name.
        #expect(realm.asker(of: message(reply: "_INBOX_workflow.a", account: info)) == nil)
        #expect(realm.asker(of: message(reply: "_INBOX.a", account: info)) == nil)
    }

    @Test func whoCannotBeToldIsUnknown() {
        for account in [nil, "", "{}", #"{"acc":5}"#, #"{"acc":"nobody"}"#, "workflow"] {
            #expect(realm.asker(of: message(reply: "_R_.a.b", account: account)) == .unknown)
        }
        // A sender's own header before the broker's.
        let forged = message(
            reply: "_R_.a.b", account: #"{"acc":"orchestrator"}"#,
            repeated: [RequestGate.accountHeader])
        #expect(realm.asker(of: forged) == .unknown)
    }

    @Test func nobodySeesMoreThanLeavesTheAgent() {
        let careful = RequestGate(
            agent: "healthypi", ceilings: ["orchestrator": .confidential], ceiling: .internal)
        #expect(careful.ceiling(of: .member("orchestrator")) == .internal)
        #expect(
            RequestGate(agent: "healthypi", ceilings: nil, ceiling: .internal)
                .ceiling(of: .anybody) == .internal)
    }
}
