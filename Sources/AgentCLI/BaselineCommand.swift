import Agent
import ArgumentParser
import Foundation
import Storage

struct BaselineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline",
        abstract: "What is usual for a person, and what the person's answers changed.",
        discussion: """
            Examples:
              healthypi-agent baseline show --state here
              healthypi-agent baseline export --state here > baseline.csv
            """,
        subcommands: [
            BaselineShowCommand.self, BaselineExportCommand.self, BaselineEraseCommand.self,
            ResetAnswersCommand.self,
        ], defaultSubcommand: BaselineShowCommand.self)
}

/// Whose, and where.
struct PersonArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Whose; the name that run or replay was given.", valueName: "P"))
    var person = "default"

    @Option(help: ArgumentHelp("The state directory of the agent.", valueName: "DIR"))
    var state: String?

    func read() throws -> Store {
        try StateStore.reading(StateDirectory(chosen: state, isLasting: true).path)
    }

    /// For writing; where there is no store, none is made.
    func open() throws -> Store {
        let path = try StateDirectory(chosen: state, isLasting: true).path
        let instance = try Store(reading: path).instance
        let place = StateStore(
            directory: path, keepsForBroker: false,
            now: { Int64(Date().timeIntervalSince1970 * 1_000) })
        return try StateStore.checked { try place.open { instance } }
    }
}
