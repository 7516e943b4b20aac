import ArgumentParser

/// `healthypi-warden broker …`: the message broker the agents publish to.
struct Broker: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "broker", abstract: "Prepare and test the NATS broker.",
        discussion: """
            EXAMPLES
              healthypi-warden broker config realm
              healthypi-warden broker provision --realm realm
              healthypi-warden broker test realm
            """,
        subcommands: [BrokerConfig.self, BrokerCallout.self, Provision.self, BrokerTest.self])
}
