import ArgumentParser
import Dashboard
import Foundation

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "How the running agent fares, asked over its local socket.",
        discussion: """
            Ends with 69 if no agent is running, with 77 if only another user may ask.

            Examples:
              healthypi-agent status
              sudo -u healthypi healthypi-agent status --json
            """)

    @OptionGroup var door: DoorArguments

    @Flag(help: "JSON instead of a table.")
    var json = false

    func run() throws {
        let body = try door.get("/v1/status")
        if json { return try Output.data(Data(DoorArguments.indented(body).utf8)) }
        guard let status = AgentStatus.read(body) else {
            throw Failure(.unavailable, "The agent says something that this version cannot read.")
        }
        try Output.data(Data(StatusText.text(status).utf8))
    }
}
