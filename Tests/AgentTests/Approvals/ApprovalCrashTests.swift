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
    /// How far a deed came before it was cut off.
    enum Reached: CaseIterable, Sendable { case nothing, rows, all }

    /// Does as the real one, or some of it, and then, as if killed, never says so.
    private struct DyingWork: ApprovalWork {
        let real: RecordedWork
        let reached: Reached
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
            switch reached {
            case .nothing: break
            case .rows:
                _ = try real.erased(order, bytes: 18) { stone throws(StorageError) in
                    try real.store.erase(session: order.action.resource, leaving: stone)
                }
            case .all: _ = try real.perform(order)
            }
            died.pass()
            // Held until the test is over: this agent is dead.
            died.hold.wait()
            return ApprovalDeed(words: "", files: [])
        }

        func size(_ wish: ApprovalWish) throws(Refusal) -> Int64 { try real.size(wish) }
        func tidy(before seconds: Int64) -> [String] { real.tidy(before: seconds) }

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
        "T11 a crash while it is done is told, and it is not done again",
        arguments: Reached.allCases)
    func executing(_ reached: Reached) async throws {
        let dying = DyingWork(real: place.work, reached: reached)
        defer { dying.died.hold.signal() }
        let first = try await place.office(dying)
        let request = try await first.asked(place.erasure)
        try await first.take(try place.message(request), about: request.id)
        #expect(awaitCondition(within: .seconds(30)) { dying.died.value == 1 })
        let next = try await place.office()
        #expect(await next.state(request.id) == .interrupted)
        #expect(
            await next.reason(request.id) == "The agent stopped while it was under way. "
                + [
                    .nothing: "It had not begun. Ask for the erasure again.",
                    .rows:
                        "What was derived from it is erased, and some of its signals may be left. "
                        + "Ask for the erasure again.",
                    .all: "It had been erased.",
                ][reached, default: ""])
        #expect(await next.rule(place.token(request), about: request.id) == .approvalNotOpen)
        #expect(
            await next.rule(try place.message(request), about: request.id) == .approvalNotOpen)
        #expect(try place.store.tombstones(of: "R").count == (reached == .nothing ? 0 : 1))
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
        let dying = DyingWork(real: place.work, reached: .nothing)
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

    /// What it is about cannot be read until it is let go of.
    private final class HeldWork: ApprovalWork {
        let real: RecordedWork
        let isHeld = Mutex(false)
        let surveys = Mutex(0)

        init(_ real: RecordedWork) { self.real = real }

        func survey(_ wish: ApprovalWish) throws(Refusal) -> ApprovalSurvey {
            surveys.withLock { $0 += 1 }
            guard !isHeld.withLock({ $0 }) else { throw Refusal(.busy, "It is held.") }
            return try real.survey(wish)
        }

        func size(_ wish: ApprovalWish) throws(Refusal) -> Int64 { try real.size(wish) }
        func perform(_ order: ApprovalOrder) throws -> ApprovalDeed { try real.perform(order) }
        func remains(of action: ApprovalAction) -> String { real.remains(of: action) }
        func tidy(before seconds: Int64) -> [String] { real.tidy(before: seconds) }
    }

    @Test("T21 bound before a restart, and the list is withheld since: it waits for a fresh one")
    func staleList() async throws {
        let held = HeldWork(place.work)
        let first = try await place.office(held)
        let request = try await first.asked(place.erasure)
        held.isHeld.withLock { $0 = true }
        try await first.take(try place.message(request), about: request.id)
        #expect(await first.state(request.id) == .tokenBound)
        place.pass(310)
        let next = try await place.office()
        #expect(await next.state(request.id) == .tokenBound)
        await next.tick()
        #expect(await next.state(request.id) == .tokenBound)
        #expect(try place.store.tombstones(of: "R").isEmpty)
        try place.revoke(
            Revocations().next(at: ApprovalPlace.now).next(at: ApprovalPlace.now)
                .next(at: place.clock.seconds))
        place.pass(2)
        await next.tick()
        await next.settle()
        #expect(await next.state(request.id) == .completed)
    }

    @Test("T8 a one-off token revoked between binding and the deed serves nothing")
    func revokedToken() async throws {
        let held = HeldWork(place.work)
        let office = try await place.office(held)
        let request = try await office.asked(place.erasure)
        held.isHeld.withLock { $0 = true }
        try await office.take(try place.message(request), about: request.id)
        #expect(await office.state(request.id) == .tokenBound)
        try place.revoke(
            Revocations().next(at: ApprovalPlace.now).next(at: ApprovalPlace.now)
                .next(at: place.clock.seconds, tokens: [request.id]))
        held.isHeld.withLock { $0 = false }
        place.pass(2)
        await office.tick()
        #expect(await office.state(request.id) == .revoked)
        #expect(await office.reason(request.id) == "The token has been revoked.")
        #expect(try place.store.tombstones(of: "R").isEmpty)
    }

    @Test(
        "T8 a one-off token revoked while the agent was away serves nothing; another one may come")
    func revokedMeanwhile() async throws {
        let held = HeldWork(place.work)
        let first = try await place.office(held)
        let request = try await first.asked(place.erasure)
        held.isHeld.withLock { $0 = true }
        try await first.take(try place.message(request), about: request.id)
        try place.revoke(
            Revocations().next(at: ApprovalPlace.now).next(at: ApprovalPlace.now)
                .next(at: place.clock.seconds, tokens: [request.id]))
        let next = try await place.office()
        await next.tick()
        #expect(await next.state(request.id) == .approved)
        #expect(try place.store.tombstones(of: "R").isEmpty)
        try await next.take(place.token(request, id: request.id + "-2"), about: request.id)
        await next.settle()
        #expect(await next.state(request.id) == .completed)
    }

    @Test("T8 the requester's key revoked between binding and the deed: nothing is done")
    func revokedRequester() async throws {
        let held = HeldWork(place.work)
        let office = try await place.office(held)
        let request = try await office.asked(place.erasure)
        held.isHeld.withLock { $0 = true }
        try await office.take(try place.message(request), about: request.id)
        try place.revoke(
            Revocations().next(at: ApprovalPlace.now).next(at: ApprovalPlace.now)
                .next(
                    at: place.clock.seconds,
                    keys: [place.orchestrator.publicKey.identifier]))
        held.isHeld.withLock { $0 = false }
        place.pass(2)
        await office.tick()
        #expect(await office.state(request.id) == .revoked)
        #expect(await office.reason(request.id) == "The token's key is not the requester's.")
        #expect(try place.store.tombstones(of: "R").isEmpty)
    }

    @Test(
        "T20 an approver's key revoked while the agent was away: what it approved waits for another",
        arguments: [false, true])
    func revokedApprover(_ isBound: Bool) async throws {
        let held = HeldWork(place.work)
        let first = try await place.office(held)
        let request = try await first.asked(place.erasure)
        held.isHeld.withLock { $0 = true }
        try await first.take(
            isBound ? try place.message(request) : try place.decision(request),
            about: request.id)
        try place.revoke(
            Revocations().next(at: ApprovalPlace.now).next(at: ApprovalPlace.now)
                .next(at: place.clock.seconds, keys: [place.approver.publicKey.identifier]))
        let next = try await place.office()
        await next.settle()
        #expect(await next.state(request.id) == .delivered)
        #expect(try place.store.tombstones(of: "R").isEmpty)
        try await next.take(
            place.decision(request, by: place.second, named: "second-approver"),
            about: request.id)
        try await next.take(place.token(request, id: request.id + "-2"), about: request.id)
        await next.settle()
        #expect(await next.state(request.id) == .completed)
    }

    @Test func aRevokedApproverHidesNoDeedThatWasCutOff() async throws {
        let dying = DyingWork(real: place.work, reached: .rows)
        defer { dying.died.hold.signal() }
        let first = try await place.office(dying)
        let request = try await first.asked(place.erasure)
        try await first.take(try place.message(request), about: request.id)
        #expect(awaitCondition(within: .seconds(30)) { dying.died.value == 1 })
        try place.revoke(
            Revocations().next(at: ApprovalPlace.now).next(at: ApprovalPlace.now)
                .next(at: place.clock.seconds, keys: [place.approver.publicKey.identifier]))
        let next = try await place.office()
        #expect(await next.state(request.id) == .interrupted)
        #expect(await next.due().contains { $0.isOutcome })
    }

    @Test("T16 what the limits refuse is never read")
    func limitsFirst() async throws {
        let held = HeldWork(place.work)
        let office = try await place.office(held) { $0.mode = .sensitive }
        #expect(await office.rule(asking: place.export) == .modeForbids)
        for _ in 0..<3 {
            let id = try await office.asked(place.erasure).id
            _ = await office.cancel(id)
        }
        #expect(held.surveys.withLock { $0 } == 3)
        #expect(await office.rule(asking: place.erasure) == .budgetSpent)
        #expect(held.surveys.withLock { $0 } == 3)
        place.pass(86_401)
        let other = try await place.office(held)
        let file = try FileHandle(
            forWritingTo: URL(fileURLWithPath: place.recordings + "/R/R.dat"))
        try file.truncate(atOffset: UInt64(BudgetLimits(.standard).exportBytesPerDay) + 1)
        #expect(await other.rule(asking: place.export) == .tooLarge)
        #expect(held.surveys.withLock { $0 } == 3)
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
