import ArgumentParser
import Foundation
import Realm
import Trust

/// `healthypi-warden token revoke`
struct TokenRevoke: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "End a token, a key, or all of a member's tokens before their time.",
        discussion: """
            Writes the realm's next list of revocations, signed by the issuer; agents that have it \
            refuse what stands there. Without anything to revoke the list is only signed anew, as \
            a list more than 300 s old stops sensitive actions.

            EXAMPLES
              healthypi-warden token revoke --realm realm \\
                --token 01JD0000000000000000000000
              healthypi-warden token revoke --realm realm --agent hue
              healthypi-warden token revoke --realm realm
            """)

    @Option(help: ArgumentHelp("A realm's directory.", valueName: "dir"))
    var realm: String

    @Option(
        name: .customLong("token"),
        help: ArgumentHelp("A token's id (jti), or a file that holds it.", valueName: "id|file"))
    var tokens: [String] = []

    @Option(
        name: .customLong("key"),
        help: ArgumentHelp("A key's identifier (kid).", valueName: "kid"))
    var keys: [String] = []

    @Option(
        name: .customLong("agent"),
        help: ArgumentHelp("A member, all of whose tokens end.", valueName: "name"))
    var agents: [String] = []

    @Flag(help: "Print JSON.")
    var json = false

    private struct List: Encodable {
        let sequence: Int64
        let tokens, keys: [String]
        let epochs: [String: Int64]
    }

    func run() throws {
        let granting = try TokenRealm(realm)
        for name in agents where granting.realm.roles.member(name) == nil {
            throw Exit.stranger(name, granting.realm)
        }
        for kid in keys where !granting.keyring.holds(kid) {
            throw WardenFailure(
                code: Exit.usage,
                text: "\(kid) is the identifier of no key in this realm's keyring. See "
                    + "healthypi-warden identity show.")
        }
        let identifiers = try tokens.map(Self.identifier)
        let next = granting.revocations.next(
            at: granting.clock.seconds, tokens: identifiers, keys: keys, agents: agents)
        try granting.realm.write(next, granting.keyring, at: granting.clock)
        if json {
            return try Output.json(
                List(
                    sequence: next.sequence, tokens: next.tokens.sorted(),
                    keys: next.keys.sorted(), epochs: next.epochs))
        }
        try Output.line(
            "List \(next.sequence): \(next.tokens.count) tokens, \(next.keys.count) keys, "
                + "\(next.epochs.count) members' older tokens revoked.")
    }

    private static func identifier(_ text: String) throws -> String {
        guard FileManager.default.fileExists(atPath: text) else {
            guard (8...64).contains(text.utf8.count),
                text.utf8.allSatisfy({ (0x2D...0x7A).contains($0) })
            else {
                throw WardenFailure(
                    code: Exit.usage,
                    text: "\"\(text)\" is no token's id, nor a file. Name either with --token.")
            }
            return text
        }
        let bytes = try TokenFile.bytes(text)
        do throws(Refusal) {
            return try CapabilityToken.unverified(bytes).id
        } catch {
            throw Exit.failure(Exit.badInput, error)
        }
    }
}
