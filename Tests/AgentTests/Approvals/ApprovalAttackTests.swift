import EventContract
import Foundation
import Storage
import Synchronization
import TestKit
import Testing
import Trust

@testable import Agent

/// Somebody who wants it done without a person's leave, or done as something else, or twice.
@Suite(.timeLimit(.minutes(2))) struct ApprovalAttackTests {
    private let place: ApprovalPlace

    init() throws { place = try ApprovalPlace() }

    private var isThere: Bool {
        FileManager.default.fileExists(atPath: place.recordings + "/R/R.dat")
    }

    @Test("T8 a one-off token of another holder, agent or action does nothing")
    func stolenTokens() async throws {
        let office = try await place.office()
        let request = try await office.asked(place.erasure)
        try await office.take(try place.decision(request), about: request.id)
        #expect(await office.state(request.id) == .approved)
        for (token, rule) in [
            (place.token(request, holder: place.stranger), Rule.holderDiffers),
            (place.token(request, agent: "twofold"), .agentDiffers),
            (place.token(request, hash: String(repeating: "0", count: 64)), .actionDiffers),
            (place.token(request, by: place.approver), .keyRole),
            (place.token(request, by: place.stranger), .keyUnknown),
        ] {
            #expect(await office.rule(token, about: request.id) == rule)
        }
        #expect(await office.state(request.id) == .approved)
        #expect(isThere)
    }

    @Test("T9 a decision with any byte changed does not count")
    func everyByte() async throws {
        let office = try await place.office()
        let request = try await office.asked(place.erasure)
        let good = try place.decision(request)
        for index in good.indices {
            var bad = good
            bad[index] ^= 1 << (index % 8)
            #expect(await office.rule(bad, about: request.id) != nil, "byte \(index)")
        }
        #expect(await office.state(request.id) == .requested)
        try await office.take(good, about: request.id)
        #expect(await office.state(request.id) == .approved)
    }

    @Test("T9 a receipt, request or token is no decision")
    func typeConfusion() async throws {
        let office = try await place.office()
        let request = try await office.asked(place.erasure)
        let known = await office.cases[request.id]
        #expect(
            await office.rule(try #require(known).request, about: request.id) == .memberMissing)
        for bytes in [Array("{}".utf8), Array("{\"decided_at\":1}".utf8), [], [10, 10], [0]] {
            #expect(await office.rule(bytes, about: request.id) != nil)
        }
        #expect(await office.rule(place.token(request), about: request.id) == nil)
        #expect(await office.state(request.id) == .requested)
    }

    @Test("T10 a decision counts for its own approval, and once")
    func replays() async throws {
        let office = try await place.office()
        let first = try await office.asked(place.erasure)
        let second = try await office.asked(place.export)
        let message = try place.message(first)
        #expect(await office.rule(message, about: second.id) == .approvalUnknown)
        #expect(
            await office.rule(try place.decision(second, hash: first.action.hash), about: second.id)
                == .actionDiffers)
        #expect(
            await office.rule(message, about: "01JD0000000000000000000009") == .approvalUnknown)
        #expect(await office.state(second.id) == .requested)
        try await office.take(try place.message(first, .deny), about: first.id)
        let again = try await office.asked(place.erasure)
        // What was said of the first wish says nothing of the same wish asked again.
        #expect(await office.rule(message, about: again.id) == .approvalUnknown)
        #expect(await office.rule(message, about: first.id) == .approvalNotOpen)
        for _ in 0..<200 { _ = await office.rule(message, about: first.id) }
        #expect(await office.cases.count == 3)
        #expect(isThere)
    }

    @Test("T11 what changed since it was approved is not done")
    func swapped() async throws {
        let office = try await place.office()
        let request = try await office.asked(place.export)
        try place.write("ABCDEFGH", "R.dat")
        try await office.take(try place.message(request), about: request.id)
        await office.settle()
        #expect(await office.state(request.id) == .revoked)
        #expect(
            await office.reason(request.id) == "What would be done is not what was approved.")
        #expect(!FileManager.default.fileExists(atPath: place.exports + "/" + request.id))
    }

    @Test("T11 a file that is added, taken away or renamed is another recording")
    func swappedFiles() async throws {
        let office = try await place.office()
        for change in 0..<3 {
            let request = try await office.asked(place.erasure)
            switch change {
            case 0: try place.write("x", "more.dat")
            case 1:
                try FileManager.default.moveItem(
                    atPath: place.recordings + "/R/more.dat",
                    toPath: place.recordings + "/R/other.dat")
            default:
                try FileManager.default.removeItem(atPath: place.recordings + "/R/other.dat")
            }
            try await office.take(try place.message(request), about: request.id)
            await office.settle()
            #expect(await office.state(request.id) == .revoked)
            #expect(isThere)
        }
    }

    @Test("T11 an approval that was not used in time lapses")
    func lapsed() async throws {
        let office = try await place.office()
        let request = try await office.asked(place.erasure)
        try await office.take(try place.decision(request), about: request.id)
        let token = place.token(request)
        place.pass(600)
        #expect(await office.rule(token, about: request.id) != nil)
        await office.tick()
        #expect(await office.state(request.id) == .lapsed)
        #expect(isThere)
    }

    @Test("T15 while the clock is not trusted nothing is asked for, decided, done or ended")
    func clock() async throws {
        let office = try await place.office()
        let request = try await office.asked(place.erasure)
        let message = try place.message(request)
        for (step, distrust) in [
            (-3_600, ClockReading.Distrust.stepped), (86_400, .stepped),
            (-1_000_000_000, .beforeFloor), (1, .notSynchronised),
        ] {
            place.pass(Int64(step), distrust: distrust)
            #expect(await office.rule(message, about: request.id) == .clockUntrusted)
            #expect(await office.rule(asking: place.export) == .clockUntrusted)
            await office.tick()
            #expect(await office.state(request.id) == .requested)
        }
        #expect(isThere)
    }

    @Test("T16 a flood of wishes is bounded by the day's budget")
    func flood() async throws {
        let office = try await place.office()
        for number in 0..<40 {
            try FileManager.default.createDirectory(
                atPath: place.recordings + "/N\(number)", withIntermediateDirectories: true)
        }
        var rules: [Rule?] = []
        for number in 0..<40 {
            rules.append(
                await office.rule(
                    asking: ApprovalWish(
                        .delete, resource: "N\(number)", requester: "orchestrator", origin: .bus)))
        }
        #expect(rules.prefix(10).allSatisfy { $0 == nil })
        #expect(rules.dropFirst(10).allSatisfy { $0 == .budgetSpent })
        // Taking them back makes no room: a person was asked ten times today.
        for id in await office.cases.keys { _ = await office.cancel(id) }
        #expect(await office.rule(asking: place.erasure) == .budgetSpent)
        place.pass(86_401)
        #expect(await office.rule(asking: place.erasure) == nil)
    }

    @Test("T20 whoever issues tokens or asks does not approve")
    func separation() async throws {
        let office = try await place.office()
        let request = try await office.asked(place.erasure)
        for (key, name, rule) in [
            (place.orchestrator, "orchestrator", Rule.notAnApprover),
            (place.issuer, "orchestrator", .notAnApprover),
            (place.agentKey, "healthypi", .notAnApprover),
            (place.stranger, "approver", .keyUnknown),
            (place.approver, "second-approver", .agentDiffers),
        ] {
            #expect(
                await office.rule(
                    try place.decision(request, by: key, named: name), about: request.id) == rule)
        }
        // An approver's own wish is for another approver to decide.
        let own = try await office.asked(
            ApprovalWish(.delete, resource: "R", requester: "twofold", origin: .bus))
        for answer in [ApprovalDecision.Answer.approve, .deny] {
            let decision = try place.decision(
                own, answer, by: ApprovalPlace.key(11), named: "twofold")
            #expect(await office.rule(decision, about: own.id) == .notAnApprover)
        }
        #expect(await office.state(own.id) == .requested)
        #expect(isThere)
    }

    @Test(
        "T20 an approval without the issuer's token, or a token without an approval, does nothing")
    func bothHalves() async throws {
        let office = try await place.office()
        let request = try await office.asked(place.erasure)
        try await office.take(place.token(request), about: request.id)
        #expect(await office.state(request.id) == .requested)
        try await office.take(try place.decision(request), about: request.id)
        await office.tick()
        await office.settle()
        #expect(await office.state(request.id) == .approved)
        #expect(isThere)
        try await office.take(place.token(request), about: request.id)
        await office.settle()
        #expect(await office.state(request.id) == .completed)
    }
}
