import ArgumentParser
import EventContract
import Foundation
import Trust

/// `healthypi-agent policy explain`
struct PolicyExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Make a decision of the policy anew, and say what it rests on.",
        discussion: """
            Takes a request as JSON, or a decision as it was logged; a decision that does not come \
            out the same ends it with 1. Mode, ceiling and answers are those of the request unless \
            named here. A running agent keeps its decisions in decisions.jsonl of its state directory.

            Examples:
              echo '{"agentId":"orchestrator","operation":"data.delete","resourceId":"r1",
                "context":{"origin":"bus","label":"internal","ceiling":"internal"}}' |
                healthypi-agent policy explain -
              healthypi-agent policy explain \\
                --log ~/.local/state/healthypi/decisions.jsonl \\
                01JD8Z0Y3M4N5P6Q7R8S9T0V1W
            """)

    @Argument(
        help: ArgumentHelp(
            "A file with a request, - for standard input, or with --log a decision's id.",
            valueName: "FILE|ID"))
    var input: String

    @Option(help: ArgumentHelp("Decisions, one JSON object a line.", valueName: "FILE"))
    var log: String?

    @Option(help: ArgumentHelp("offline, standard, sensitive or demo.", valueName: "MODE"))
    var mode: String?

    @Option(
        name: .customLong("answer"),
        help: ArgumentHelp(
            "always, ask or never, for an operation that can be configured; may be repeated.",
            valueName: "OPERATION=ANSWER"))
    var answers: [String] = []

    @Flag(help: "JSON instead of text.")
    var json = false

    func run() throws {
        let given: PolicyQuestion
        do {
            given = try JSONDecoder().decode(PolicyQuestion.self, from: try document())
        } catch let error as DecodingError {
            throw Failure(.badInput, "\(input): \(PolicyQuestion.text(error))")
        }
        let request = try given.request(named: input)
        var settings = PolicySettings()
        settings.mode = try chosenMode(given)
        if let text = given.context.agentCeiling {
            guard let ceiling = Label(rawValue: text) else {
                throw Failure(.badInput, "\(input): context.agent_ceiling is \"\(text)\".")
            }
            settings.ceiling = ceiling
        }
        if let life = given.context.approvalLife { settings.approvalLife = life }
        settings.answers = try chosenAnswers(given)
        let found = Policy(settings).evaluate(request)
        if json {
            try Output.line(String(decoding: found.bytes, as: UTF8.self))
        } else {
            try Output.line(PolicyText.text(found))
        }
        if let logged = given.context.verdict, logged != found.verdict.rawValue {
            throw Failure(
                .checkSaidNo,
                "The decision was \(logged) then; settings and program now say "
                    + "\(found.verdict.rawValue).")
        }
        if let logged = given.context.rule, logged != found.rule.rawValue {
            throw Failure(
                .checkSaidNo,
                "The decision was by the rule \(logged) then; settings and program now name "
                    + "\(found.rule.rawValue).")
        }
    }

    private func document() throws -> Data {
        guard let log else { return try Self.read(input) }
        // A full file takes the place of the one before it.
        let before = (try? Self.read(log + ".1")) ?? Data()
        for line in (before + (try Self.read(log))).split(separator: UInt8(ascii: "\n")) {
            if let found = try? JSONDecoder().decode(PolicyQuestion.self, from: line),
                found.id == input
            {
                return line
            }
        }
        throw Failure(.noInput, "\(log): no decision has the id \(input).")
    }

    private static func read(_ path: String) throws -> Data {
        do {
            let file =
                path == "-"
                ? FileHandle.standardInput
                : try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            return try file.readToEnd() ?? Data()
        } catch {
            throw Failure(.noInput, FileTrouble(error).readingText(for: path))
        }
    }

    private func chosenMode(_ given: PolicyQuestion) throws -> OperatingMode {
        guard let name = mode ?? given.context.mode else { return .standard }
        guard let mode = OperatingMode(rawValue: name) else {
            let all = OperatingMode.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(.usage, "\"\(name)\" is no mode. Write one of: \(all).")
        }
        return mode
    }

    private func chosenAnswers(
        _ given: PolicyQuestion
    ) throws -> [Trust.Operation: PolicySettings.Answer] {
        var chosen: [Trust.Operation: PolicySettings.Answer] = [:]
        for text in given.context.answers ?? [] {
            guard let found = PolicySettings.answer(text) else {
                throw Failure(.badInput, "\(input): context.answers holds \"\(text)\".")
            }
            chosen[found.operation] = found.answer
        }
        for text in answers {
            guard let found = PolicySettings.answer(text) else {
                throw Failure(
                    .usage,
                    "\"\(text)\" is no answer. Write as calibration.reset=ask, with always, ask or "
                        + "never.")
            }
            chosen[found.operation] = found.answer
        }
        return chosen
    }
}
