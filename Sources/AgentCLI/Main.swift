import Agent
import ArgumentParser

/// Parses the command line, runs the command, and turns what went wrong into one line on stderr
/// and an exit code of the contract.
@main
enum Main {
    static func main() async {
        do {
            var command = try HealthyPiAgent.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            ExitStatus.leave(.done)
        } catch {
            ExitStatus.exit(with: error)
        }
    }
}

struct HealthyPiAgent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "healthypi-agent",
        abstract: "Biosignals in, health events out. It informs; it never diagnoses.",
        discussion: """
            Example:
              healthypi-agent replay datasets/ecg_plux_rest_5min/ecg_plux_rest_5min
            """,
        version: AgentVersion.text,
        subcommands: [
            ReplayCommand.self, RunCommand.self, DevicesCommand.self, DecodeCommand.self,
            SimulateCommand.self, DoctorCommand.self, BeatsCommand.self, HRVCommand.self,
            CompareCommand.self, EDACommand.self, RespirationCommand.self, StationaryCommand.self,
            ExplainCommand.self, ExportCommand.self, SelfTestCommand.self, BaselineCommand.self,
            PolicyCommand.self, ServeCommand.self, ReportCommand.self, StatusCommand.self,
            ApprovalsCommand.self,
        ])
}
