import ArgumentParser

/// `healthypi-agent policy …`: what is allowed, asked about or denied.
struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "What is allowed, asked about or denied, and why.",
        discussion: """
            Example:
              healthypi-agent policy explain \\
                --log ~/.local/state/healthypi/decisions.jsonl \\
                01JD8Z0Y3M4N5P6Q7R8S9T0V1W
            """,
        subcommands: [PolicyExplainCommand.self])
}
