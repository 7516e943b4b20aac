import ArgumentParser

/// `healthypi-warden`: the operator's side.
@main
struct Warden: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "healthypi-warden",
        abstract: "The operator's side of healthypi-agent.",
        discussion: """
            EXAMPLE
              healthypi-warden broker provision --broker nats://127.0.0.1:4222
            """,
        version: "0.1.0",
        subcommands: [Broker.self])

    /// Exit codes: 2 for a wrong command line, where ArgumentParser's own would be 64.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            Exit.leave(after: error)
        }
    }
}
