import ArgumentParser

/// `healthypi-agent policy …`: what is allowed, asked about or denied.
struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "What is allowed, asked about or denied, and why.",
        subcommands: [PolicyExplainCommand.self])
}
