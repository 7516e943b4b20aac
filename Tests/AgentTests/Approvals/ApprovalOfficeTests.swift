import Dashboard
import EventContract
import Foundation
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
                    + "It leaves sealed to a key that orchestrator gave: "), "\(request.words)")
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
        #expect(request.words.contains("and of 2 stored rows derived from it"))
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
