import Agent
import ArgumentParser
import EventContract
import Foundation
import Storage

/// How many rows went, for programs.
private struct Erased: Encodable {
    let erased: Int
}

struct BaselineEraseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Erase a person's baseline and answers for good.",
        discussion: """
            The rows are overwritten in the store and in its log; recordings and events stay. Stop the \
            agent first. In a realm an approver decides on it, and the running agent does it: ask at \
            its local socket (POST /v1/task {"kind":"erase_baseline"}).

            Example:
              healthypi-agent baseline erase --state here --yes
            """)

    @OptionGroup var whose: PersonArguments

    @Flag(help: "Yes, for good.")
    var yes = false

    @Flag(help: "JSON instead of a sentence.")
    var json = false

    func run() throws {
        guard yes else {
            throw Failure(
                .usage, "Nothing was erased: it cannot be undone. Add --yes to erase.")
        }
        let directory = try StateDirectory(chosen: whose.state, isLasting: true).path
        let store = try whose.open()
        guard try !AgentTrust.isInRealm(directory: directory) else {
            throw Failure(
                .notPermitted,
                "The agent whose state lies in \(directory) is in a realm, where an approver decides "
                    + "on erasing a baseline. Start it and ask at its local socket: curl "
                    + "--unix-socket \(directory)/agent.sock http://localhost/v1/task -H "
                    + "'Content-Type: application/json' -d "
                    + "'{\"kind\":\"erase_baseline\"}'")
        }
        let now = Int64((Date().timeIntervalSince1970 * 1_000).rounded())
        // A broker may still hold sealed copies: without the key nobody opens them. First, so that
        // nothing that stops the rest leaves them readable.
        try BucketKey.forget(in: directory)
        let count = try store.erase(
            person: PersonalRecords.pseudonym(of: whose.person, in: store),
            leaving: { rows in
                // By the hand of whoever may use this machine: nobody else approved it.
                Tombstone(
                    resource: "baseline", approval: "", actionHash: "", timeMilliseconds: now,
                    bytes: 0, rows: Int64(rows))
            })
        if json { return try Output.data(Data(Output.json(Erased(erased: count)).utf8)) }
        try Output.line("Erased \(count) rows of the baseline and the answers.")
    }
}

struct ResetAnswersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset-answers",
        abstract: "Forget a person's answers: confidences are as without them.",
        discussion: """
            The baseline stays. Stop the agent first.

            Example:
              healthypi-agent baseline reset-answers --state here --kind stationary
            """)

    @OptionGroup var whose: PersonArguments

    @Option(
        help: ArgumentHelp(
            "Only answers to this kind of insight: stationary, arousal, recovery, trend, quality.",
            valueName: "KIND"))
    var kind: String?

    @Flag(help: "JSON instead of a sentence.")
    var json = false

    func run() throws {
        if let kind, EventKind.Insight(rawValue: kind) == nil {
            let kinds = EventKind.Insight.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(
                .usage, "--kind \(kind): there is no such insight. Write one of: \(kinds).")
        }
        let store = try whose.open()
        let count = try store.erase(
            person: PersonalRecords.pseudonym(of: whose.person, in: store), from: [.answers],
            kind: kind)
        if json { return try Output.data(Data(Output.json(Erased(erased: count)).utf8)) }
        try Output.line("Forgot \(count) \(count == 1 ? "answer" : "answers").")
    }
}
