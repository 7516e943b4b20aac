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
            stored epochs, measures and facts; one that does not come out the same ends it with 1. \
            Where something it rested on is there no more (an erased baseline, an older version's \
            rows), it cannot be verified any more, which ends it with 69.

            Examples:
              healthypi-agent replay --state here --events events.jsonl \\
                datasets/synthetic_desk_afternoon/synthetic_desk_afternoon
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
        let outcome: InsightVerification.Outcome
        let missing: [String]
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
                Verified(
                    basis: $0.basis, passed: $0.passed, outcome: $0.outcome,
                    missing: $0.missing, checks: $0.checks)
            }
            try Output.data(
                Data(Output.json(Answer(event: insight.event, verification: verified)).utf8))
        } else {
            let text = ExplanationText(insight.event).text
            try Output.data(Data((text + (verification.map(Self.text) ?? "")).utf8))
        }
        switch verification?.outcome {
        case .pass, nil: break
        case .fail: throw Failure(.checkSaidNo, "")
        case .cannotTell: throw Failure(.unavailable, "")
        }
    }

    private static func text(_ verification: InsightVerification) -> String {
        let basis =
            switch verification.basis {
            case .recording: "the recording, run again with the stored parameters"
            case .storedFacts: "the stored epochs, measures and facts; there is no recording"
            case .nothing: "nothing: what it rests on is not stored"
            }
        var text = "\nVerified against \(basis)\n"
        for check in verification.checks {
            let isOpen = verification.outcome == .cannotTell && !check.passed
            text += "  \(check.passed ? "PASS" : isOpen ? "OPEN" : "FAIL")  \(check.what)"
            if !check.passed { text += ": stated \(check.stated), found \(check.found)" }
            text += "\n"
        }
        switch verification.outcome {
        case .pass: return text + "PASS\n"
        case .fail: return text + "FAIL\n"
        case .cannotTell:
            let reasons = verification.missing.map {
                "It cannot be verified any more because \($0)\n"
            }
            return text + reasons.joined() + "CANNOT VERIFY\n"
        }
    }
}
