import Agent
import ArgumentParser
import EventContract
import Foundation
import Reports
import Storage

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Why an insight was said, and what would have changed it.",
        discussion: """
            Takes the id of an insight or of its nudge. With --verify every stated number is derived \
            again, from the recording if there is one (--recording if it was moved), else from the \
            stored epochs and measures; one that does not come out the same ends it with 1.

            Examples:
              healthypi-agent replay --state here datasets/synthetic_desk_afternoon/synthetic_desk_afternoon --events events.jsonl
              healthypi-agent explain 01JD8Z0Y3M4N5P6Q7R8S9T0V1W --state here --verify
            """)

    @Argument(help: ArgumentHelp("The event's id.", valueName: "EVENT-ID"))
    var event: String

    @Option(help: ArgumentHelp("The state directory of the agent that said it.", valueName: "DIR"))
    var state: String?

    @Flag(help: "Derive every stated number again.")
    var verify = false

    @Option(help: ArgumentHelp("Where the recording lies now.", valueName: "PATH"))
    var recording: String?

    @Flag(help: "JSON instead of text.")
    var json = false

    private struct Answer: Encodable {
        let event: CloudEvent<InsightPayload>
        let verification: Verified?
    }

    private struct Verified: Encodable {
        let basis: InsightVerification.Basis
        let passed: Bool
        let checks: [InsightVerification.Check]
    }

    func run() throws {
        if recording != nil, !verify {
            throw Failure(
                .usage, "--recording says where to look for --verify: add it, or leave it out.")
        }
        let directory = try StateDirectory(chosen: state, isLasting: true)
        let store = try StateStore.reading(directory.path)
        let insight = try StoredInsight(id: event, in: store)
        let interrupt = Interrupt()
        let verification =
            try verify
            ? InsightVerification(
                of: insight, in: store, recording: recording, isStopped: { interrupt.isSet }) : nil
        if interrupt.isSet { throw Failure(.interrupted, "") }
        if json {
            let verified = verification.map {
                Verified(basis: $0.basis, passed: $0.passed, checks: $0.checks)
            }
            try Output.data(
                Data(Output.json(Answer(event: insight.event, verification: verified)).utf8))
        } else {
            let text = ExplanationText(insight.event).text
            try Output.data(Data((text + (verification.map(Self.text) ?? "")).utf8))
        }
        if verification?.passed == false { throw Failure(.checkSaidNo, "") }
    }

    private static func text(_ verification: InsightVerification) -> String {
        let basis =
            switch verification.basis {
            case .recording: "the recording, run again with the stored parameters"
            case .storedEpochsAndMeasures: "the stored epochs and measures; there is no recording"
            }
        var text = "\nVerified against \(basis)\n"
        for check in verification.checks {
            text += "  \(check.passed ? "PASS" : "FAIL")  \(check.what)"
            if !check.passed { text += ": stated \(check.stated), found \(check.found)" }
            text += "\n"
        }
        return text + (verification.passed ? "PASS\n" : "FAIL\n")
    }
}
