import ArgumentParser
import Foundation
import Realm

/// `healthypi-warden broker test DIR`: the allow/deny matrix against the live broker.
struct BrokerTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Try on the live broker what each member may do, and what it may not.",
        discussion: """
            Connects as every member in turn and tries everything roles.yaml allows and several
            times as much that it does not, with the known ways around lists of subjects. Exit code 1
            when one attempt ended otherwise than it should. What it sends is empty and unsigned and
            no stream of events keeps it; requests that others make meanwhile may be lost, so
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

    @Flag(help: "Print every attempt, as JSON.")
    var json = false

    func run() async throws {
        let access = try RealmAccess(Realm(at: folder), broker: broker)
        try access.checkVersion()
        var runner = AccessRunner(access)
        let results = try await runner.run(AccessMatrix(access.realm.roles))
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

/// The matrix as a table: how many attempts of each kind ended as they should, and each that did not.
struct AccessReport {
    let text: String

    init(_ results: [AccessRunner.Result]) {
        var names: [String] = []
        for result in results where !names.contains(result.cell.member) {
            names.append(result.cell.member)
        }
        var rows = [["member", "allowed", "denied", "holes"]]
        for name in names {
            let own = results.filter { $0.cell.member == name }
            rows.append(
                [name]
                    + [
                        own.filter { $0.cell.isAllowed },
                        own.filter { !$0.cell.isAllowed && $0.cell.hole == nil },
                        own.filter { $0.cell.hole != nil },
                    ].map(Self.count))
        }
        rows.append(
            ["all"]
                + [
                    results.filter { $0.cell.isAllowed },
                    results.filter { !$0.cell.isAllowed && $0.cell.hole == nil },
                    results.filter { $0.cell.hole != nil },
                ].map(Self.count))
        var lines = [TextTable.text(rows)]
        for result in results where !result.isRight {
            let verdict =
                result.cell.isAllowed ? "should be let pass and is not" : "should be refused and is not"
            let hole = result.cell.hole.map { " [\($0.rawValue)]" } ?? ""
            lines.append("WRONG  \(result.cell.member): \(result.cell.words): \(verdict)\(hole)")
        }
        text = lines.joined(separator: "\n")
    }

    private static func count(_ results: [AccessRunner.Result]) -> String {
        let right = results.count { $0.isRight }
        return right == results.count ? "\(right)" : "\(right) of \(results.count)"
    }
}
