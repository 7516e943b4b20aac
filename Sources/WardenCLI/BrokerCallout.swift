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
            the token allows of what its role does. After a quarter of an hour, or when the token \
            ends, the broker asks again: what was revoked is over then. Runs until stopped; without \
            it nobody new is let in.

            --refresh puts the next token in place of each connect.token at two thirds of its life, \
            as long as the role allows it. The issuer's key has to lie in the realm for that.

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

    @Flag(help: "Keep every member's connect.token fresh.")
    var refresh = false

    @Flag(help: "Take the plain token of four fields as well, for development.")
    var plain = false

    func run() async throws {
        let link = BrokerLink(
            try RealmAccess(Realm(at: realm), broker: broker).settings(CalloutIdentity.name))
        let inbox = await link.subscribe("$SYS.REQ.USER.AUTH")
        let running = Task { await link.run() }
        let refreshing = refresh ? Task { await keepFresh() } : nil
        defer { refreshing?.cancel() }
        var tokens: TokenVerifier?
        for await message in inbox {
            guard let reply = message.replySubject else { continue }
            do {
                guard let found = try answer(message, &tokens) else { continue }
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
    ///
    /// - Parameter tokens: which plain tokens were seen when, from one question to the next.
    private func answer(
        _ message: IncomingMessage, _ tokens: inout TokenVerifier?
    ) throws -> (answer: String, line: String)? {
        let granting = try TokenRealm(realm)
        var verifier =
            tokens ?? granting.verifier(audience: Callout.audience, takesPlain: plain)
        verifier.keyring = granting.keyring
        verifier.revocations = granting.revocations
        var callout = Callout(
            granting.realm.roles, publicKeys: try granting.realm.publicKeys(),
            key: try granting.realm.calloutKey(), tokens: verifier)
        defer { tokens = callout.tokens }
        return callout.answer(
            String(decoding: message.payload, as: UTF8.self),
            id: TokenIssue.newIdentifier(granting.clock), at: granting.clock)
    }

    private func keepFresh() async {
        var tokens = ConnectTokens(realm)
        while !Task.isCancelled {
            do {
                for line in try tokens.look() { Output.say(line) }
            } catch {
                Output.say("no token is refreshed: \(error)")
            }
            try? await ContinuousClock().sleep(for: .seconds(1))
        }
    }
}
