import ArgumentParser
import Foundation
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
        let renewed = try TokenRealm(realm).renewed(bytes)
        try Output.line(String(decoding: renewed, as: UTF8.self))
    }
}
