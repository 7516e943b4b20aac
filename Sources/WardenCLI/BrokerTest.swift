import ArgumentParser
import Foundation
import Realm

/// `healthypi-warden broker test DIR`: the allow/deny matrix against the live broker.
struct BrokerTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Try on the live broker what each member may do, and what it may not.",
        discussion: """
            Connects as every member and tries everything roles.yaml allows and several times as \
            much that it does not, with the known ways around lists of subjects. Exit code 1 when \
            one attempt ended otherwise than it should. What it sends is empty and unsigned and \
            no stream of events keeps it; requests that others make meanwhile may be lost, so \
            choose a quiet moment.

            EXAMPLES
              healthypi-warden broker test realm
              healthypi-warden broker test realm --json > matrix.json
            """)

    @Argument(help: ArgumentHelp("A realm's directory.", valueName: "dir"))
    var folder: String

    @Option(
        help: ArgumentHelp(
            "The broker's address, if not the one in nats.conf.", valueName: "url"))
    var broker: String?

    @Option(
        name: .customLong("member"),
        help: ArgumentHelp("Try this member only; may be repeated.", valueName: "name"))
    var members: [String] = []

    @Flag(help: "Print every attempt, as JSON.")
    var json = false

    func run() async throws {
        let access = try RealmAccess(Realm(at: folder), broker: broker)
        try access.checkVersion()
        for name in members where access.realm.roles.member(name) == nil {
            throw Exit.stranger(name, access.realm)
        }
        let cells = AccessMatrix(access.realm.roles).cells.filter {
            members.isEmpty || members.contains($0.member)
        }
        var runner = AccessRunner(access)
        let results = try await runner.run(cells)
        if json {
            try Output.json(results.map(Row.init))
        } else {
            try Output.line(AccessReport(results).text)
        }
        let wrong = results.count { !$0.isRight }
        if wrong > 0 {
            throw WardenFailure(
                code: Exit.checkSaidNo,
                text: wrong == 1
                    ? "1 attempt ended otherwise than it should."
                    : "\(wrong) attempts ended otherwise than they should.")
        }
    }

    private struct Row: Encodable {
        let member, attempt: String
        let allowed, passed, ok: Bool
        let hole: String?

        init(_ result: AccessRunner.Result) {
            member = result.cell.member
            attempt = result.cell.words
            allowed = result.cell.isAllowed
            passed = result.passed
            ok = result.isRight
            hole = result.cell.hole?.rawValue
        }
    }
}
