import ArgumentParser
import Trust

/// `healthypi-warden token inspect`
struct TokenInspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show what a token says of itself; nothing is verified.",
        discussion: """
            EXAMPLES
              healthypi-warden token inspect healthypi.token
              healthypi-warden token issue … | healthypi-warden token inspect - --json
            """)

    @Argument(help: ArgumentHelp("A token, or - for standard input.", valueName: "file"))
    var file: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let bytes = try TokenFile.bytes(file)
        let account: TokenAccount
        do throws(Refusal) {
            account = try TokenAccount.unverified(bytes)
        } catch {
            throw Exit.failure(Exit.badInput, error)
        }
        if json { return try Output.json(account) }
        try Output.line(account.text)
        Output.say("Not verified: healthypi-warden token verify does that.")
    }
}
