import Dashboard
import Foundation
import Glibc
import TestKit
import Testing
import Trust

@testable import Agent

/// Tasks as other processes: what they write, how they fail, and that they end.
@Suite(.timeLimit(.minutes(2))) struct CommandTaskRunnerTests {
    private let folder: TemporaryFolder
    private let replay = TaskRequest(kind: .replay, recording: "R")

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path + "/recordings/R", withIntermediateDirectories: true)
    }

    @Test func whatWasWrittenIsToldAndForItsOwnerAlone() async throws {
        let runner = try runner(#"[ "$1" = replay ] && echo "$2" > "$4""#)
        let files = try await runner.run(replay, id: "1", budget: TaskBudget())
        #expect(files == [folder.path + "/exports/1/events.jsonl"])
        let text = try String(contentsOfFile: files[0], encoding: .utf8)
        #expect(text == folder.path + "/recordings/R\n")
        let folder = try FileManager.default.attributesOfItem(atPath: folder.path + "/exports/1")
        #expect(folder[.posixPermissions] as? Int == 0o700)
    }

    @Test func aCommandThatFailsLeavesNothingBehind() async throws {
        let runner = try runner(#"echo x > "$4"; exit 65"#)
        await #expect(throws: TaskFailure("The command replay ended with 65.")) {
            try await runner.run(replay, id: "2", budget: TaskBudget())
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/exports/2"))
    }

    @Test func whatIsNotThereIsSaid() async throws {
        let runner = try runner("exit 0")
        await #expect(throws: TaskFailure("There is no recording X.")) {
            try await runner.run(
                TaskRequest(kind: .replay, recording: "X"), id: "3", budget: TaskBudget())
        }
        await #expect(throws: TaskFailure("This agent cannot do the task export.")) {
            try await runner.run(
                TaskRequest(kind: .export, recording: "R"), id: "3", budget: TaskBudget())
        }
        #expect(runner.kinds == [.replay, .report])
    }

    @Test func tooManyFilesAreNotKept() async throws {
        let runner = try runner(#"for i in 1 2 3; do echo x > "$(dirname "$4")/$i"; done"#)
        await #expect(throws: TaskFailure("It wrote more than 2 files.")) {
            try await runner.run(replay, id: "4", budget: TaskBudget(filesMax: 2))
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/exports/4"))
    }

    @Test func cancelledItEnds() async throws {
        let begun = folder.path + "/begun"
        let runner = try runner("echo $$ > \(begun); exec sleep 1000")
        let task = Task { [replay] in
            try await runner.run(replay, id: "5", budget: TaskBudget())
        }
        let deadline = ContinuousClock.now + .seconds(60)
        var number: pid_t?
        while number == nil, ContinuousClock.now < deadline {
            await Task.yield()
            let text = try? String(contentsOfFile: begun, encoding: .utf8)
            number = text.flatMap { pid_t($0.trimmingCharacters(in: .newlines)) }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let started = try #require(number)
        #expect(kill(started, 0) != 0)
    }

    /// In place of the agent's own program: a script.
    private func runner(_ script: String) throws -> CommandTaskRunner {
        let program = try folder.write("#!/bin/sh\n\(script)\n", to: "program")
        chmod(program, 0o700)
        return CommandTaskRunner(
            program: program, stateDirectory: folder.path,
            recordings: folder.path + "/recordings")
    }
}
