import Agent
import ArgumentParser
import DeviceProtocols
import EventContract
import Foundation
import Settings

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Answer requests on the broker beside a running agent.",
        discussion: """
            A replica: it measures nothing and writes nothing, and answers what is asked about the \
            past from the state directory of an agent that runs or has run. Both share the load.

            Example:
              healthypi-agent serve --broker tls://hub:4222 --login realm/keys/healthypi
            """)

    @Option(help: ArgumentHelp("Configuration; see run --print-config.", valueName: "FILE"))
    var config: String?

    @Option(help: ArgumentHelp("The NATS broker.", valueName: "URL"))
    var broker: String?

    @OptionGroup var access: BrokerArguments

    @Option(help: ArgumentHelp("The agent's state is in this folder.", valueName: "DIR"))
    var state: String?

    @Option(help: "Whose signals are asked about; only a keyed hash of it leaves the program.")
    var person: String?

    func run() async throws {
        let settings = try SettingsLoader(
            commandLine: arguments, environment: ProcessInfo.processInfo.environment,
            filePath: config, boards: Board.allCases.map(\.rawValue)
        ).load().settings
        guard let broker = settings.publish.broker else {
            throw Failure(.usage, "serve answers on a broker: name one with --broker.")
        }
        guard settings.broker != nil else {
            throw Failure(
                .usage, "security.mode is offline, and offline nothing is answered on a broker.")
        }
        let login = settings.publish.login
        let access = try BrokerAccess.checked(
            url: broker, agent: settings.agent.name, login: login,
            authority: settings.publish.authority)
        let tell: @Sendable (String) -> Void = { Stderr.line("healthypi-agent: \($0)") }
        let setup = try TrustSetup(
            folder: login, security: settings.security,
            directory: settings.agent.stateDirectory, isReplica: true, tell: tell)
        var options = BrokerServing.options(
            setup, login: login, person: settings.agent.person,
            ceiling: Label(rawValue: settings.ceiling.rawValue) ?? .internal)
        options.isReplica = true
        let service = try await AgentService(
            access, directory: settings.agent.stateDirectory, options: options,
            trust: setup.trust, tell: tell)
        let interrupt = Interrupt()
        while !interrupt.isSet { try? await ContinuousClock().sleep(for: .milliseconds(250)) }
        await service.finish()
        throw Failure(.interrupted, "")
    }

    private var arguments: [SettingsArgument] {
        [
            ("--broker", "publish.broker", broker), ("--login", "publish.login", access.login),
            ("--authority", "publish.authority", access.authority),
            ("--state", "agent.state", state), ("--person", "agent.person", person),
        ].compactMap { option, key, value in
            value.map { SettingsArgument(option: option, key: key, value: $0) }
        }
    }
}
