import ArgumentParser
import Foundation
import NATSPublishing
import Publishing

/// `healthypi-warden broker …`: the message broker the agents publish to.
struct Broker: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "broker", abstract: "Prepare the NATS broker.", subcommands: [Provision.self])
}

/// `healthypi-warden broker provision`: makes an agent's stream.
struct Provision: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provision",
        abstract: "Make the stream an agent publishes into, or mend it.",
        discussion: """
            Makes the JetStream stream AGENT_<name>: on file, 30 days or 1 GiB, a duplicate window
            of 2 minutes, no purge, delete or roll-up. Safe to repeat: an existing stream keeps its
            messages, and its limits as you set them.

            EXAMPLES
              healthypi-warden broker provision --broker nats://127.0.0.1:4222
              healthypi-warden broker provision --broker nats://hub:4222 --agent bedroom --json
            """)

    @Option(help: ArgumentHelp("The broker's address.", valueName: "url"))
    var broker: String

    @Option(help: ArgumentHelp("The agent's name.", valueName: "name"))
    var agent = "healthypi"

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let broker = try BrokerURL(broker)
        let outcome = try await StreamProvisioner(broker: broker, agent: AgentName(agent))
            .provision()
        print(json ? try Self.jsonText(outcome) : Self.text(outcome, broker))
    }

    private static func jsonText(_ outcome: StreamProvisioner.Outcome) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(outcome), as: UTF8.self)
    }

    private static func text(_ outcome: StreamProvisioner.Outcome, _ broker: BrokerURL) -> String {
        let done =
            switch outcome.change {
            case .created: "Made"
            case .updated: "Updated"
            case .unchanged: "Already there:"
            }
        let first = "\(done) the stream \(outcome.stream) on \(broker)"
        return
            ([first] + outcome.subjects.map { "  subject  \($0)" }
            + outcome.missing.map { "  missing  \($0)" }).joined(separator: "\n")
    }
}
