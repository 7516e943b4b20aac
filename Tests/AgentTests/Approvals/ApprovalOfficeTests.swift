import Dashboard
import EventContract
import Foundation
import Publishing
import Storage
import Synchronization
import TestKit
import Testing
import Trust

@testable import Agent

/// From being asked for to being done once, with real files in a real store.
@Suite(.timeLimit(.minutes(2))) struct ApprovalOfficeTests {
    private let place: ApprovalPlace

    init() throws { place = try ApprovalPlace() }

    @Test func anExportIsSealedOnceForWhoeverAsked() async throws {
        let office = try await place.office()
        let request = try await office.asked(place.export)
        #expect(
            request.words.hasPrefix(
                "Export of the recording R of person p1, from 1970-01-01T00:00:00.000Z to "
                    + "1970-01-01T00:01:00.000Z: raw signals, 2 files, 18 bytes, label restricted. "
                    + "It leaves sealed to a key that orchestrator gave and signed: "),
            "\(request.words)")
        #expect(await office.state(request.id) == .requested)
        try await office.take(try place.message(request), about: request.id)
        await office.settle()
        #expect(await office.state(request.id) == .completed)
        let files = await office.files(request.id)
        #expect(files.map { $0.split(separator: "/").last } == ["export.sealed", "manifest.json"])
        let manifest = try ExportManifest(
            Array(try Data(contentsOf: URL(fileURLWithPath: files[1])).dropLast()),
            try place.trust().verifier.keyring)
        #expect(manifest.approvals == ["approver: for a test"])
        #expect(manifest.files.map(\.name) == ["R.dat", "R.hea"])
        let sealed = Array(try Data(contentsOf: URL(fileURLWithPath: files[0])))
        #expect(!String(decoding: sealed, as: UTF8.self).contains("abcdefgh"))
        let opened = try opened(sealed, request)
        #expect(String(decoding: opened, as: UTF8.self).hasSuffix("\nabcdefghR 1 125 4\n"))
        // The same decision and token again.
        #expect(
            await office.rule(try place.message(request), about: request.id) == .approvalNotOpen)
        #expect(await office.rule(place.token(request), about: request.id) == .usesSpent)
        let outcome = try #require(await office.due().first { $0.isOutcome })
        #expect(outcome.subject == "approvals.outcome.healthypi.\(request.id)")
        let told = try ApprovalOutcome.verified(
            outcome.payload, try place.trust().verifier.keyring, Revocations())
        #expect(told.state == .completed)
        #expect(told.reason.hasPrefix("Sealed to "))
    }

    private func opened(_ sealed: [UInt8], _ request: ApprovalRequest) throws -> [UInt8] {
        let key = try #require(place.sealing)
        var opener = try ExportOpener(
            Array(sealed.prefix(ExportOpener.headBytes)), with: key,
            actionHash: request.action.hash)
        var rest = sealed.dropFirst(ExportOpener.headBytes)
        var whole: [UInt8] = []
        while !rest.isEmpty {
            let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(4)
            whole += try opener.open(
                Array(rest.prefix(length)), isLast: rest.count == length)
            rest = rest.dropFirst(length)
        }
        #expect(opener.isComplete)
        return whole
    }

    @Test func anErasureLeavesATombstoneAndNothingElse() async throws {
        let office = try await place.office()
        let request = try await office.asked(place.erasure)
        #expect(request.words.contains("of 2 stored rows derived from it and of what was said"))
        try await office.take(try place.message(request), about: request.id)
        await office.settle()
        #expect(
            await office.reason(request.id)
                == "Erased 18 bytes of signals and 2 rows derived from them.")
        #expect(!FileManager.default.fileExists(atPath: place.recordings + "/R"))
        #expect(try place.store.rowCount(ofSession: "R") == 0)
        #expect(try place.store.sessions().isEmpty)
        let stone = try #require(try place.store.tombstones(of: "R").first)
        #expect(stone.approval == request.id)
        #expect(stone.actionHash == request.action.hash)
        #expect(stone.bytes == 18)
        // A recording erased is not exported.
        do throws(Refusal) {
            _ = try place.work.survey(place.export)
            Issue.record("it was found")
        } catch {
            #expect(error.reason == "The recording R was erased (approval \(request.id)).")
        }
    }

    /// What was said while it went on goes with it, sealed or not; what was said besides stays.
    @Test func anErasureTakesWhatWasSaid() async throws {
        func event(_ sequence: UInt64) -> OutgoingEvent {
            OutgoingEvent(
                sequence: sequence, id: "event-\(sequence)", subject: "s", type: "t",
                timeMilliseconds: 1, payload: [UInt8(sequence)])
        }
        try FileManager.default.createDirectory(
            atPath: place.recordings + "/S", withIntermediateDirectories: true)
        try place.store.begin(
            StoredSession(
                id: "S", recording: nil, sha256: nil, startMilliseconds: 0,
                endMilliseconds: nil, payload: []))
        try place.store.append([event(1), event(2)])
        let office = try await place.office()
        let wish = ApprovalWish(
            .delete, resource: "S", requester: "orchestrator", origin: .bus)
        // Whatever its files say: it goes on.
        #expect(await office.rule(asking: wish) == .busy)
        try place.store.end(session: "S", atMilliseconds: 60_000)
        try place.store.append([event(3)])
        let request = try await office.asked(wish)
        try await office.take(try place.message(request), about: request.id)
        await office.settle()
        #expect(
            await office.reason(request.id)
                == "Erased 0 bytes of signals and 2 rows derived from them.")
        #expect(try place.store.events(after: 0, limit: 9).map(\.sequence) == [3])
    }

    @Test func whatIsExportedOnOneDayIsCountedTogether() async throws {
        let office = try await place.office()
        let half = Int(BudgetLimits(.standard).exportBytesPerDay / 2)
        for name in ["A", "B", "C"] {
            let folder = place.recordings + "/" + name
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            #expect(
                FileManager.default.createFile(
                    atPath: folder + "/\(name).dat", contents: Data(count: half)))
        }
        func wish(_ name: String) -> ApprovalWish {
            ApprovalWish(
                .exportRaw, resource: name, sealTo: place.sealing?.publicKey.text,
                requester: "orchestrator", origin: .bus)
        }
        let first = try await office.asked(wish("A"))
        _ = try await office.asked(wish("B"))
        #expect(await office.rule(asking: wish("C")) == .budgetSpent)
        // What a person denied has not left.
        try await office.take(try place.message(first, .deny), about: first.id)
        #expect(await office.rule(asking: wish("C")) == nil)
    }

    @Test func anExportLiesThereForAWeek() async throws {
        let office = try await place.office()
        let request = try await office.asked(place.export)
        try await office.take(try place.message(request), about: request.id)
        await office.settle()
        let path = place.exports + "/" + request.id
        // As if it had been made by this place's clock.
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: Double(ApprovalPlace.now))],
            ofItemAtPath: path)
        place.pass(7 * 86_400)
        await office.tick()
        #expect(FileManager.default.fileExists(atPath: path))
        place.pass(3_601)
        await office.tick()
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(
            place.told.all.last
                == "The export \(request.id) was taken away: it had lain there for a week.")
    }

    @Test func whatThePolicySaidIsKeptAndCanBeDecidedAgain() async throws {
        let office = try await place.office()
        let request = try await office.asked(place.erasure)
        try await office.take(try place.message(request), about: request.id)
        await office.settle()
        let text = try String(
            contentsOfFile: place.folder.path + "/state/decisions.jsonl", encoding: .utf8)
        let lines = text.split(separator: "\n").map { Array($0.utf8) }
        let found = try lines.map { line in
            let (request, settings) = try PolicyRequest.read(line)
            #expect(request.operation == "data.delete")
            #expect(request.agentId == "orchestrator")
            return Policy(settings).evaluate(request).verdict
        }
        #expect(found == [.ask, .allow])
    }

    /// Offline nothing goes over the bus; what a person approves at this machine does not.
    @Test func offlineWhatWasAskedForHereIsDone() async throws {
        let office = try await place.office { $0.mode = .offline }
        #expect(await office.rule(asking: place.erasure) == .modeForbids)
        let request = try await office.asked(
            ApprovalWish(.delete, resource: "R", requester: "orchestrator", origin: .socket))
        try await office.take(try place.message(request), about: request.id)
        await office.settle()
        #expect(await office.state(request.id) == .completed)
    }

    @Test func nothingIsBegunOnceItEnds() async throws {
        let office = try await place.office()
        let request = try await office.asked(place.erasure)
        await office.end()
        try await office.take(try place.message(request), about: request.id)
        #expect(await office.state(request.id) == .tokenBound)
        let next = try await place.office()
        await next.settle()
        #expect(await next.state(request.id) == .completed)
    }

    @Test func aKeyGivenAtTheSocketIsNotCalledTheRequesters() async throws {
        let office = try await place.office()
        let key = try #require(place.sealing?.publicKey.text)
        let reply = await office.ask(
            TaskRequest(kind: .export, recording: "R", sealTo: key, requester: "twofold"))
        guard case .waits(let card) = reply else {
            Issue.record("it is not asked for: \(String(describing: reply))")
            return
        }
        #expect(
            card.words.contains(
                "It leaves sealed to a key that was given at the local socket in the name of twofold:"
            ), "\(card.words)")
    }

    @Test func theBaselineIsErasedOnceSomebodyAgrees() async throws {
        let office = try await place.office()
        let request = try await office.asked(
            ApprovalWish(
                .eraseBaseline, resource: "baseline", requester: "orchestrator", origin: .bus))
        #expect(request.words.hasPrefix("Erasure of the baseline and the answers of person p1"))
        try await office.take(try place.message(request), about: request.id)
        await office.settle()
        #expect(await office.state(request.id) == .completed)
        #expect(try place.store.tombstones(of: "baseline").count == 1)
    }

    @Test func aReceiptMakesItDelivered() async throws {
        let office = try await place.office()
        let request = try await office.asked(place.erasure)
        func receipt(_ key: MessageKey) -> [UInt8] {
            ApprovalReceipt(
                approvalId: request.id, actionHash: request.action.hash,
                receiver: "orchestrator", received: ApprovalPlace.now
            ).document(signedBy: key)
        }
        #expect(await office.rule(receipt(place.stranger), about: request.id) == .keyUnknown)
        #expect(await office.rule(receipt(place.agentKey), about: request.id) == .agentDiffers)
        #expect(await office.state(request.id) == .requested)
        try await office.take(receipt(place.orchestrator), about: request.id)
        #expect(await office.state(request.id) == .delivered)
    }

    @Test func theSameWishIsAskedOnce() async throws {
        let office = try await place.office()
        let first = try await office.asked(place.erasure)
        #expect(try await office.asked(place.erasure).id == first.id)
        #expect(try await office.asked(place.export).id != first.id)
        #expect(await office.cases.count == 2)
    }

    /// What ended how is three things, and none is another.
    @Test func deniedExpiredAndTakenBackAreTold() async throws {
        let office = try await place.office()
        let denied = try await office.asked(place.erasure)
        try await office.take(try place.message(denied, .deny), about: denied.id)
        #expect(await office.state(denied.id) == .denied)
        #expect(await office.reason(denied.id) == "for a test")
        let back = try await office.asked(place.erasure)
        #expect(await office.cancel(back.id)?.state == "cancelled")
        let late = try await office.asked(place.erasure)
        place.pass(900)
        #expect(
            await office.rule(try place.message(late), about: late.id) == .expiredUndecided)
        await office.tick()
        #expect(await office.state(late.id) == .expiredUndecided)
        #expect(await office.rule(try place.message(late), about: late.id) == .approvalNotOpen)
        #expect(FileManager.default.fileExists(atPath: place.recordings + "/R"))
        #expect(Set([denied.id, back.id, late.id]).count == 3)
    }

    @Test func twoHaveToAgreeWhereTwoAreAskedFor() async throws {
        let office = try await place.office { $0.eraseQuorum = 2 }
        let request = try await office.asked(place.erasure)
        #expect(request.quorum == 2)
        try await office.take(try place.message(request), about: request.id)
        #expect(await office.state(request.id) == .requested)
        #expect(await office.rule(try place.message(request), about: request.id) == .approverTwice)
        #expect(FileManager.default.fileExists(atPath: place.recordings + "/R"))
        try await office.take(
            try place.message(request, by: place.second, named: "second-approver"),
            about: request.id)
        await office.settle()
        #expect(await office.state(request.id) == .completed)
        // An export needs one.
        #expect(try place.store.tombstones(of: "R").count == 1)
    }

    @Test func aRecordingUnderWayIsLeftAlone() async throws {
        let office = try await place.office()
        try place.write("R 1 125 4\n# not closed yet\n", "R.hea")
        #expect(await office.rule(asking: place.export) == .busy)
        #expect(await office.rule(asking: place.erasure) == .busy)
    }

    @Test func whatCannotBeSealedOrIsNotThereIsNotAskedFor() async throws {
        let office = try await place.office()
        for name in ["X", "..", "R/R.dat", "../recordings/R", "", ".hidden"] {
            let wish = ApprovalWish(
                .delete, resource: name, requester: "orchestrator", origin: .bus)
            #expect(await office.rule(asking: wish) == .memberValue, "\(name)")
        }
        for key in [nil, "", "short", String(repeating: "A", count: 43)] {
            let wish = ApprovalWish(
                .exportRaw, resource: "R", sealTo: key, requester: "orchestrator", origin: .bus)
            #expect(await office.rule(asking: wish) == .memberValue, "\(key ?? "none")")
        }
        let nobody = ApprovalWish(.delete, resource: "R", requester: "hue", origin: .bus)
        #expect(await office.rule(asking: nobody) == .agentUnknown)
    }
}
