import ArgumentParser
import Foundation

/// `healthypi-warden approvals list`
struct ApprovalsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "What waits for a decision.",
        discussion: """
            Asks the agents of the realm over its broker, or one agent at its local socket. What is \
            shown was signed by its agent; what was not is left out and told. Over the broker the \
            agents are told that their requests have been delivered.

            EXAMPLES
              healthypi-warden approvals list --realm realm
              healthypi-warden approvals list --realm realm \\
                --socket /run/healthypi/agent.sock
            """)

    @OptionGroup var place: ApprovalPlace

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let granting = try TokenRealm(place.realm)
        let open = try await place.counter(granting).open(nil)
        if json { return try Output.json(open.map(ApprovalRow.init)) }
        guard !open.isEmpty else { return Output.say("Nothing waits.") }
        for one in open { try Output.line(ApprovalRow(one).text) }
    }
}

/// `healthypi-warden approvals show ID`
struct ApprovalsShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "In words, what would leave or be erased: what, whose, how much, to whom.",
        discussion: """
            EXAMPLE
              healthypi-warden approvals show 01KAJ… --realm realm
            """)

    @Argument(help: ArgumentHelp("As approvals list shows it.", valueName: "id"))
    var id: String

    @OptionGroup var place: ApprovalPlace

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let granting = try TokenRealm(place.realm)
        let one = try await place.counter(granting).one(id)
        if json { return try Output.json(ApprovalRow(one)) }
        try Output.line(ApprovalRow(one).text)
    }
}
