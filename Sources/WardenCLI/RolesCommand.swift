import ArgumentParser
import EventContract
import Realm

/// `healthypi-warden roles …`: who may do what.
struct RolesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roles", abstract: "Who may say and hear what.",
        discussion: """
            EXAMPLE
              healthypi-warden roles check realm/roles.yaml
            """,
        subcommands: [RolesCheck.self])
}

/// `healthypi-warden roles check`
struct RolesCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a roles.yaml; say every problem with its line and key.",
        discussion: """
            EXAMPLES
              healthypi-warden roles check realm/roles.yaml
              healthypi-warden roles check realm/roles.yaml --json
            """)

    @Argument(help: ArgumentHelp("The file.", valueName: "roles.yaml"))
    var file: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        do {
            let roles = try Realm.roles(at: file)
            if json { return try Output.json(Report(roles)) }
            try Output.line(Self.table(roles))
        } catch let RealmError.rolesWrong(path, error) where json {
            try Output.json(Report(error))
            throw RealmError.rolesWrong(path: path, error)
        }
    }

    private static func table(_ roles: Roles) -> String {
        let rows =
            [["member", "role", "tier", "label", "agents", "hours"]]
            + roles.members.map {
                [
                    $0.name, $0.role.rawValue, $0.tier.rawValue, $0.labelMax.rawValue,
                    "\($0.agentsMax)", $0.hours.description,
                ]
            }
        return TextTable.text(rows)
    }

    private struct Report: Encodable {
        struct Row: Encodable {
            let name, role, tier, labelMax, hours: String
            let agentsMax: Int

            enum CodingKeys: String, CodingKey {
                case name, role, tier, hours
                case labelMax = "max_label"
                case agentsMax = "max_agents"
            }
        }
        struct Fault: Encodable {
            let key: String?
            let line, column: Int
            let text: String
        }
        var ok = true
        var members: [Row] = []
        var problems: [Fault] = []

        init(_ roles: Roles) {
            members = roles.members.map {
                Row(
                    name: $0.name, role: $0.role.rawValue, tier: $0.tier.rawValue,
                    labelMax: $0.labelMax.rawValue, hours: $0.hours.description,
                    agentsMax: $0.agentsMax)
            }
        }

        init(_ error: RolesError) {
            ok = false
            problems = error.problems.map {
                Fault(key: $0.key, line: $0.line, column: $0.column, text: $0.text)
            }
        }
    }
}
