import ArgumentParser

/// `healthypi-warden`: the operator's side.
@main
struct Warden: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "healthypi-warden",
        abstract: "The operator's side of healthypi-agent.",
        discussion: """
            EXAMPLES
              healthypi-warden init realm
              healthypi-warden broker test realm
            """,
        version: "0.1.0",
        subcommands: [
            Init.self, KeysCommand.self, IdentityCommand.self, RolesCommand.self,
            ConfigCommand.self, Broker.self, Token.self, Approvals.self,
        ])

    /// Exit codes: 2 for a wrong command line, where ArgumentParser's own would be 64.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            Exit.end(0)
        } catch {
            Exit.leave(after: error)
        }
    }
}
