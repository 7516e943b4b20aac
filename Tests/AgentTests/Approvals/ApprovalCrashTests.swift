import Dispatch
import EventContract
import Foundation
import Storage
import Synchronization
import TestKit
import Testing
import Trust

@testable import Agent

/// The agent stops at every point between being asked and having said how it ended; another takes
/// over on the same store.
@Suite(.timeLimit(.minutes(2))) struct ApprovalCrashTests {
    /// Does as the real one and then, as if killed, never says so.
    private struct DyingWork: ApprovalWork {
        let real: RecordedWork
        /// Whether it dies before or after the deed.
        let isDone: Bool
        let died = Gate()

        final class Gate: Sendable {
            private let count = Mutex(0)
            let hold = DispatchSemaphore(value: 0)
            var value: Int { count.withLock { $0 } }
            func pass() { count.withLock { $0 += 1 } }
        }

        func survey(_ wish: ApprovalWish) throws(Refusal) -> ApprovalSurvey {
            try real.survey(wish)
        }

        func perform(_ order: ApprovalOrder) throws -> ApprovalDeed {
            let deed = isDone ? try real.perform(order) : ApprovalDeed(words: "", files: [])
            died.pass()
            // Held until the test is over: this agent is dead.
            died.hold.wait()
            return deed
        }

        func remains(of action: ApprovalAction) -> String { real.remains(of: action) }
    }

    private let place: ApprovalPlace

    init() throws { place = try ApprovalPlace() }

    @Test func whatWaitsWaitsOnAndKeepsItsTime() async throws {
        let request = try await place.office().asked(place.erasure)
        place.pass(10)
        let next = try await place.office()
        #expect(await next.state(request.id) == .requested)
        // It is said again, for nobody knows who heard it.
        #expect(await next.due().map(\.id) == [request.id])
        try await next.take(try place.message(request), about: request.id)
        await next.settle()
        #expect(await next.state(request.id) == .completed)
    }

    @Test("T11 a crash between approved and executed neither loses nor doubles it")
    func approved() async throws {
        let first = try await place.office()
        let request = try await first.asked(place.erasure)
        try await first.take(try place.decision(request), about: request.id)
        let next = try await place.office()
        #expect(await next.state(request.id) == .approved)
        try await next.take(place.token(request), about: request.id)
        await next.settle()
        #expect(await next.state(request.id) == .completed)
        #expect(try place.store.tombstones(of: "R").count == 1)
        let last = try await place.office()
        #expect(await last.state(request.id) == .completed)
        #expect(await last.rule(place.token(request), about: request.id) == .approvalNotOpen)
    }

    @Test(
        "T11 a crash while it is done is told, and it is not done again", arguments: [false, true])
    func executing(_ isDone: Bool) async throws {
        let dying = DyingWork(real: place.work, isDone: isDone)
        defer { dying.died.hold.signal() }
        let first = try await place.office(dying)
        let request = try await first.asked(place.erasure)
        try await first.take(try place.message(request), about: request.id)
        #expect(awaitCondition(within: .seconds(30)) { dying.died.value == 1 })
        let next = try await place.office()
        #expect(await next.state(request.id) == .interrupted)
        #expect(
            await next.reason(request.id) == "The agent stopped while it was under way. "
                + (isDone
                    ? "It had been erased." : "Some of it may be left. Ask for the erasure again."))
        #expect(await next.rule(place.token(request), about: request.id) == .approvalNotOpen)
        #expect(
            await next.rule(try place.message(request), about: request.id) == .approvalNotOpen)
        #expect(try place.store.tombstones(of: "R").count == (isDone ? 1 : 0))
        let outcome = try #require(await next.due().first { $0.isOutcome })
        let told = try ApprovalOutcome.verified(
            outcome.payload, try place.trust().verifier.keyring, Revocations())
        #expect(told.state == .interrupted)
        // Said once more by the next, until it has been said.
        #expect(try await place.office().due().contains { $0.isOutcome })
        await next.hasSaid(outcome)
        #expect(try await place.office().due().isEmpty)
    }

    @Test func anExportThatWasCutOffLeavesNoFile() async throws {
        let dying = DyingWork(real: place.work, isDone: false)
        defer { dying.died.hold.signal() }
        let first = try await place.office(dying)
        let request = try await first.asked(place.export)
        try await first.take(try place.message(request), about: request.id)
        #expect(awaitCondition(within: .seconds(30)) { dying.died.value == 1 })
        let draft = try ExportFolder(in: place.exports, name: request.id)
        try draft.append([1, 2, 3], to: "export.sealed")
        let next = try await place.office()
        #expect(
            await next.reason(request.id)
                == "The agent stopped while it was under way. No file was made.")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: place.exports).isEmpty)
    }

    @Test("T15 after a start without a clock what was decided is known, and done once there is one")
    func noClock() async throws {
        let first = try await place.office()
        let request = try await first.asked(place.erasure)
        try await first.take(try place.decision(request), about: request.id)
        place.pass(1, distrust: .notSynchronised)
        let next = try await place.office()
        #expect(await next.state(request.id) == .approved)
        #expect(await next.rule(place.token(request), about: request.id) == .clockUntrusted)
        #expect(await next.state(request.id) == .approved)
        place.pass(1)
        await next.tick()
        try await next.take(place.token(request), about: request.id)
        await next.settle()
        #expect(await next.state(request.id) == .completed)
    }

    @Test("T11 a state written into the store by somebody else is not believed")
    func forged() async throws {
        let first = try await place.office()
        let request = try await first.asked(place.erasure)
        var row = try #require(try place.store.approvals().first)
        let text = String(decoding: row.record, as: UTF8.self)
        row.record = Array(
            text.replacingOccurrences(of: #""state":"requested""#, with: #""state":"approved""#)
                .utf8)
        try place.store.keep(row)
        let next = try await place.office()
        #expect(await next.cases[request.id] == nil)
        #expect(place.told.all.contains { $0.contains("is not believed as it is kept") })
        #expect(
            await next.rule(place.token(request), about: request.id) == .approvalUnknown)
    }
}
