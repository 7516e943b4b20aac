import ArgumentParser
import Foundation
import Reports

struct ApprovalsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approvals",
        abstract: "What waits for a person's approval, asked over the local socket.",
        discussion: """
            It shows; it decides nothing: a decision counts only with an approver's signature, which \
            healthypi-warden approvals makes on the operator's side.

            Examples:
              healthypi-agent approvals
              healthypi-agent approvals --json
            """)

    @OptionGroup var door: DoorArguments

    @Flag(help: "JSON instead of a table.")
    var json = false

    private struct Tasks: Codable {
        struct Task: Codable {
            let id: String
            let kind: String
            let recording: String
            let state: String
            let created: String
            let note: String?
        }

        var tasks: [Task]
    }

    func run() throws {
        let body = try door.get("/v1/tasks")
        guard var list = try? JSONDecoder().decode(Tasks.self, from: Data(body)) else {
            throw Failure(.unavailable, "The agent says something that this version cannot read.")
        }
        list.tasks.removeAll { $0.state != "approval_required" }
        if json {
            return try Output.data(Data(Output.json(["approvals": list.tasks]).utf8))
        }
        guard !list.tasks.isEmpty else { return Stderr.line("healthypi-agent: Nothing waits.") }
        try Output.line(row("id", "task", "asked for (UTC)", "recording"))
        for task in list.tasks {
            let created = String(task.created.prefix(19)).replacing("T", with: " ")
            try Output.line(
                row(task.id, task.kind, created, Text.printable(task.recording)))
        }
    }

    private func row(_ id: String, _ kind: String, _ created: String, _ recording: String) -> String
    {
        Text.pad(id, 18) + Text.pad(kind, 8) + Text.pad(created, 21) + recording
    }
}
