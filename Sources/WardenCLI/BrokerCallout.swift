import ArgumentParser
import Foundation
import NATSPublishing
import Publishing
import Realm
import Trust

/// `healthypi-warden broker callout`: the strict profile's answers.
struct BrokerCallout: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "callout",
        abstract: "Tell the broker whom to let in: members with a token, as long as it holds.",
        discussion: """
            For a broker configured with broker config --strict. A member logs in with its NKey and \
            shows the token that lies as connect.token in its folder under keys/; it may send what \
            the token allows of what its role does, until the token ends. Runs until stopped; \
            without it nobody new is let in.

            EXAMPLE
              healthypi-warden token issue --realm realm --agent orchestrator \\
                --subject health.data.read > realm/keys/orchestrator/connect.token
              healthypi-warden broker callout --realm realm
            """)

    @Option(help: ArgumentHelp("A realm's directory.", valueName: "dir"))
    var realm: String

    @Option(
        help: ArgumentHelp("The broker; by default the one in nats.conf.", valueName: "url"))
    var broker: String?

    @Flag(help: "Take the plain token of four fields as well, for development.")
    var plain = false

    func run() async throws {
        let link = BrokerLink(
            try RealmAccess(Realm(at: realm), broker: broker).settings(CalloutIdentity.name))
        let inbox = await link.subscribe("$SYS.REQ.USER.AUTH")
        let running = Task { await link.run() }
        for await message in inbox {
            guard let reply = message.replySubject else { continue }
            do {
                guard let found = try answer(message) else { continue }
                try await link.publish(Array(found.answer.utf8), to: reply)
                Output.say(found.line)
            } catch {
                // Nobody is let in by that, and the next question may have its answer.
                Output.say("no answer: \(error)")
            }
        }
        await running.value
    }

    /// Reads the realm anew each time: what was revoked a moment ago is revoked.
    private func answer(
        _ message: IncomingMessage
    ) throws -> (answer: String, line: String)? {
        let granting = try TokenRealm(realm)
        var callout = Callout(
            granting.realm.roles, publicKeys: try granting.realm.publicKeys(),
            key: try granting.realm.calloutKey(),
            tokens: granting.verifier(audience: Callout.audience, takesPlain: plain))
        return callout.answer(
            String(decoding: message.payload, as: UTF8.self),
            id: TokenIssue.newIdentifier(granting.clock), at: granting.clock)
    }
}
