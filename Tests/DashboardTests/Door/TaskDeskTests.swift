import TestKit
import Testing
import Trust

@testable import Dashboard

/// The queue of tasks: one at a time, bounded, and nothing sensitive without a person.
@Suite(.timeLimit(.minutes(2))) struct TaskDeskTests {
    private static let report = TaskRequest(kind: .report, recording: "R")

    @Test func aTaskRunsAndTellsItsFiles() async throws {
        let desk = TaskDesk(runner: Runner { ["/x/\($0).html"] }, milliseconds: { 7 })
        let task = try await desk.accept(Self.report)
        #expect(DoorTask.isIdentifier(task.id))
        let done = try #require(await over(task.id, desk))
        #expect(done.state == .done)
        #expect(done.files == ["/x/\(task.id).html"])
        #expect(done.endedMilliseconds == 7)
    }

    @Test(arguments: [TaskKind.export, .delete])
    func whatLetsDataLeaveOrEndsItWaitsForAPerson(_ kind: TaskKind) async throws {
        let runner = Runner(kinds: Set(TaskKind.allCases)) { _ in ["never"] }
        let desk = TaskDesk(runner: runner, milliseconds: { 0 })
        let task = try await desk.accept(TaskRequest(kind: kind, recording: "R"))
        #expect(task.state == .approvalRequired)
        // What is asked for behind it is done before it: it was never begun.
        let other = try await desk.accept(Self.report)
        _ = await over(other.id, desk)
        #expect(await desk.task(task.id)?.state == .approvalRequired)
        #expect(await desk.cancel(task.id)?.state == .cancelled)
    }

    @Test func theQueueIsBounded() async throws {
        let desk = TaskDesk(runner: Runner(endless: true), milliseconds: { 0 })
        for _ in 0..<TaskDesk.openMax { _ = try await desk.accept(Self.report) }
        await #expect(throws: TaskRefusal.queueFull(64)) { try await desk.accept(Self.report) }
        #expect(
            TaskRefusal.queueFull(64).description
                == "64 tasks wait already. Cancel one, or ask again when one is done.")
        await desk.stop()
        #expect(await desk.all.allSatisfy { $0.state == .cancelled })
    }

    @Test func whatIsOverIsForgottenInTime() async throws {
        let desk = TaskDesk(runner: Runner { _ in [] }, milliseconds: { 0 })
        var last = ""
        for _ in 0..<100 {
            last = try await desk.accept(Self.report).id
            _ = await over(last, desk)
        }
        #expect(await desk.all.count <= TaskDesk.overMax)
        #expect(await desk.task(last)?.state == .done)
    }

    @Test func aTaskThatTakesTooLongIsEnded() async throws {
        let desk = TaskDesk(
            runner: Runner(endless: true), budget: TaskBudget(seconds: 0.01),
            milliseconds: { 0 })
        let task = try await desk.accept(Self.report)
        let ended = try #require(await over(task.id, desk))
        #expect(ended.state == .failed)
        #expect(ended.note == "It took longer than 0 s and was ended.")
    }

    @Test func tooManyFilesAreAFailure() async throws {
        let desk = TaskDesk(
            runner: Runner { _ in (0...20).map { "\($0)" } }, milliseconds: { 0 })
        let task = try await desk.accept(Self.report)
        #expect(await over(task.id, desk)?.note == "It wrote more than 20 files.")
    }

    @Test func whatNobodyCanDoIsRefused() async {
        let desk = TaskDesk(runner: nil, milliseconds: { 0 })
        await #expect(throws: TaskRefusal.cannot(.report)) { try await desk.accept(Self.report) }
    }

    @Test func aRunningTaskIsCancelled() async throws {
        let desk = TaskDesk(runner: Runner(endless: true), milliseconds: { 0 })
        let first = try await desk.accept(Self.report)
        #expect(await desk.task(first.id)?.state == .running)
        #expect(await desk.cancel(first.id)?.state == .cancelled)
        #expect(await desk.cancel("0000000000000000") == nil)
        // The next one gets its turn.
        let second = try await desk.accept(Self.report)
        let deadline = ContinuousClock.now + .seconds(60)
        while await desk.task(second.id)?.state == .queued, ContinuousClock.now < deadline {
            await Task.yield()
        }
        #expect(await desk.task(second.id)?.state == .running)
        await desk.stop()
    }

    private func over(_ id: String, _ desk: TaskDesk) async -> DoorTask? {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if let task = await desk.task(id), task.state.isOver { return task }
            await Task.yield()
        }
        return nil
    }

    /// Does what a test says, or goes on until it is cancelled.
    private struct Runner: TaskRunner {
        var kinds: Set<TaskKind> = [.report, .replay]
        var endless = false
        var files: @Sendable (String) -> [String] = { _ in [] }

        func run(
            _ request: TaskRequest, id: String, budget: TaskBudget
        ) async throws -> [String] {
            while endless {
                try Task.checkCancellation()
                await Task.yield()
            }
            return files(id)
        }
    }
}
