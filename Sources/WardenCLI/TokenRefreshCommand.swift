import ArgumentParser
import Foundation
import Realm
import Trust

/// `healthypi-warden token refresh`
struct TokenRefreshCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refresh",
        abstract: "Sign the same grant anew, from now on, for as long again.",
        discussion: """
            The old token must still hold, and the role must still allow what it grants: exit code \
            77 when not. A token for one action is not renewed.

            EXAMPLE
              healthypi-warden token refresh healthypi.token --realm realm > next.token
            """)

    @Argument(help: ArgumentHelp("A token, or - for standard input.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("A realm's directory.", valueName: "dir"))
    var realm: String

    func run() throws {
        let bytes = try TokenFile.bytes(file)
        let granting = try TokenRealm(realm)
        let renewed: CapabilityToken
        do throws(Refusal) {
            var verifier = granting.verifier(audience: "", takesPlain: false)
            let token = try verifier.verified(bytes, isSensitive: false, at: granting.clock)
            renewed = try granting.issuer().renewed(
                token, id: TokenIssue.newIdentifier(granting.clock), at: granting.clock.seconds)
        } catch {
            throw Exit.failure(Exit.notPermitted, error)
        }
        try granting.checkHours(renewed.agent)
        let key = try granting.realm.grantingKey("issuer")
        try Output.line(String(decoding: renewed.document(signedBy: key), as: UTF8.self))
    }
}
