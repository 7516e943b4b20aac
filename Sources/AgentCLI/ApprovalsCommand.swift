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
              healthypi-agent approvals --all --json
            """)

    @OptionGroup var door: DoorArguments

    @Flag(help: "Also what has been decided, or ended otherwise.")
    var all = false

    @Flag(help: "JSON instead of a table.")
    var json = false

    private struct Tasks: Codable {
        struct Task: Codable {
            struct Approval: Codable {
                let words: String
                let requester: String
                let expires: String
                let quorum: Int
                let approvedBy: [String]
                let delivered: Bool

                enum CodingKeys: String, CodingKey {
                    case words, requester, expires, quorum, delivered
                    case approvedBy = "approved_by"
                }
            }

            let id: String
            let kind: String
            let recording: String
            let state: String
            let created: String
            let ended: String?
            let note: String?
            let files: [String]
            let approval: Approval?
        }

        var tasks: [Task]
    }

    private static let open = ["approval_required", "approved", "token_bound", "executing"]

    func run() throws {
        let body = try door.get("/v1/tasks")
        guard var list = try? JSONDecoder().decode(Tasks.self, from: Data(body)) else {
            throw Failure(.unavailable, "The agent says something that this version cannot read.")
        }
        list.tasks.removeAll {
            !Self.open.contains($0.state) && (!all || $0.approval == nil)
        }
        if json {
            return try Output.data(Data(Output.json(["approvals": list.tasks]).utf8))
        }
        guard !list.tasks.isEmpty else { return Stderr.line("healthypi-agent: Nothing waits.") }
        try Output.line(row("id", "task", "asked for (UTC)", "recording"))
        for task in list.tasks {
            let created = String(task.created.prefix(19)).replacing("T", with: " ")
            try Output.line(
                row(task.id, task.kind, created, Text.printable(task.recording)))
            for line in words(task) { try Output.line("  " + Text.printable(line)) }
        }
    }

    /// What is asked, and where it stands.
    private func words(_ task: Tasks.Task) -> [String] {
        guard let approval = task.approval else { return [] }
        var lines = [approval.words]
        lines += approval.approvedBy.map { "agreed: \($0)" }
        switch task.state {
        case "approval_required":
            let missing = approval.quorum - approval.approvedBy.count
            lines.append(
                "\(missing == 1 ? "One approver has" : "\(missing) approvers have") to agree by "
                    + "\(approval.expires)"
                    + (approval.delivered ? "." : "; nobody has said yet that they have it."))
        case "approved": lines.append("Approved; the issuer's one-off token has not come yet.")
        default: lines.append(task.state + (task.note.map { ": \($0)" } ?? ""))
        }
        return lines + task.files
    }

    private func row(_ id: String, _ kind: String, _ created: String, _ recording: String) -> String
    {
        Text.pad(id, 28) + Text.pad(kind, 15) + Text.pad(created, 21) + recording
    }
}
