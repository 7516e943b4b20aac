import EventContract
import Foundation
import Storage
import Synchronization
import TestKit
import Trust

@testable import Agent

/// A state directory with one finished recording, and a family with seeded keys around it.
final class ApprovalPlace {
    /// 2026-11-21T00:00:00Z.
    static let now: Int64 = 1_795_219_200

    let root = key(1), issuer = key(2), approver = key(3), second = key(4)
    let orchestrator = key(5), agentKey = key(6), stranger = key(8)
    let sealing = SealingKey(seed: Array(repeating: 9, count: 32))
    let folder: TemporaryFolder
    let store: Store
    let told = ToldLines()
    let time = TestTime(ApprovalPlace.now)
    var recordings: String { folder.path + "/recordings" }
    var exports: String { folder.path + "/exports" }

    static func key(_ number: UInt8) -> MessageKey {
        guard let key = MessageKey(seed: Array(repeating: number, count: 32)) else {
            preconditionFailure("32 bytes are a seed.")
        }
        return key
    }

    init() throws {
        folder = try TemporaryFolder()
        store = try Store(
            directory: folder.path + "/state", keepsForBroker: false,
            newInstance: {
                Instance(
                    uuid: "00000000-0000-4000-8000-000000000000", pseudonymKey: Array(0..<32),
                    createdMilliseconds: 7)
            }, now: { 42 })
        try FileManager.default.createDirectory(
            atPath: recordings + "/R", withIntermediateDirectories: true)
        try write("R 1 125 4\n", "R.hea")
        try write("abcdefgh", "R.dat")
        try store.begin(
            StoredSession(
                id: "R", recording: nil, sha256: nil, startMilliseconds: 0,
                endMilliseconds: 60_000, payload: []))
        try store.append(beats: [
            StoredBeat(session: "R", source: .ecg, index: 0, timeMilliseconds: 1, payload: [1]),
            StoredBeat(session: "R", source: .ecg, index: 1, timeMilliseconds: 2, payload: [2]),
        ])
        try store.end(session: "R", atMilliseconds: 60_000)
        try writeTrust()
    }

    func write(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: recordings + "/R/" + name))
    }

    func pass(_ seconds: Int64, distrust: ClockReading.Distrust? = nil) {
        time.pass(seconds, distrust)
    }

    var clock: ClockReading { time.reading }

    // MARK: - Those who believe

    var trustFolder: String { folder.path + "/trust" }

    /// A realm's `trust/`, as it is copied beside a login.
    private func writeTrust() throws {
        try FileManager.default.createDirectory(
            atPath: trustFolder + "/keyring", withIntermediateDirectories: true)
        _ = try folder.write(root.publicText, to: "trust/root.pub")
        for (name, role, key) in [
            ("orchestrator", KeyringEntry.Role.issuer, issuer), ("approver", .approver, approver),
            ("second-approver", .approver, second), ("orchestrator", .member, orchestrator),
            ("healthypi", .member, agentKey),
            // Somebody who may ask and may decide, but not both of the same thing.
            ("twofold", .member, Self.key(10)), ("twofold", .approver, Self.key(11)),
        ] {
            let entry = KeyringEntry(
                agent: name, role: role, key: key.publicKey, start: Self.now - 86_400,
                end: Self.now + 86_400 * 30)
            _ = try folder.write(
                String(decoding: entry.document(signedBy: root), as: UTF8.self),
                to: "trust/keyring/\(name)-\(role.rawValue).json")
        }
        try revoke(Revocations().next(at: Self.now))
    }

    /// A newer list beside the login.
    func revoke(_ list: Revocations) throws {
        _ = try folder.write(
            String(decoding: list.document(signedBy: issuer), as: UTF8.self),
            to: "trust/revocations.json")
    }

    var granting: GrantingOptions {
        let subjects = [Subject("health.data.export"), Subject("health.data.delete")]
        let ceilings = RoleCeilings(
            ["orchestrator", "twofold"].map {
                RoleCeiling(agent: $0, aliases: [], sends: subjects, labelMax: .confidential)
            })
        return GrantingOptions(issuer: "orchestrator", ceilings: ceilings, folder: trustFolder)
    }

    func believed() throws -> AgentTrust {
        try AgentTrust(
            granting, directory: folder.path + "/state", believesClock: true, clock: time,
            tell: told.add)
    }

    func trust() throws -> ApprovalTrust {
        ApprovalTrust(granting, agent: "healthypi", try believed().keys())
    }

    var work: RecordedWork {
        RecordedWork(
            store: store, recordings: recordings, exports: exports, person: "p1",
            key: agentKey, forgetBucket: {})
    }

    /// - Parameter work: nil for the real one.
    func office(
        _ work: (any ApprovalWork)? = nil, _ change: (inout ApprovalOptions) -> Void = { _ in }
    ) async throws -> ApprovalOffice {
        var options = ApprovalOptions()
        change(&options)
        let office = ApprovalOffice(
            store: store, believed: try believed(), granting: granting, key: agentKey,
            work: work ?? self.work, options: options, generator: SeededGenerator(seed: 4),
            tell: told.add)
        try await office.open()
        return office
    }

    // MARK: - Those who decide

    var export: ApprovalWish {
        ApprovalWish(
            .exportRaw, resource: "R", sealTo: sealing?.publicKey.text,
            requester: "orchestrator", origin: .bus, isSigned: true)
    }

    var erasure: ApprovalWish {
        ApprovalWish(.delete, resource: "R", requester: "orchestrator", origin: .bus)
    }

    func decision(
        _ request: ApprovalRequest, _ answer: ApprovalDecision.Answer = .approve,
        by key: MessageKey? = nil, named name: String = "approver", id: String? = nil,
        hash: String? = nil
    ) throws -> [UInt8] {
        try ApprovalDecision(
            approvalId: id ?? request.id, actionHash: hash ?? request.action.hash,
            answer: answer, reason: "for a test", approver: name, decided: clock.seconds,
            expires: clock.seconds + 600
        ).document(signedBy: key ?? approver)
    }

    func token(
        _ request: ApprovalRequest, id: String? = nil, hash: String? = nil,
        holder: MessageKey? = nil, agent: String = "orchestrator", by key: MessageKey? = nil
    ) -> [UInt8] {
        CapabilityToken(
            id: id ?? request.id, issuer: "orchestrator", agent: agent,
            holder: (holder ?? orchestrator).publicKey,
            subjects: [Subject(request.action.operation.guardedSubject)], start: clock.seconds,
            expiration: clock.seconds + 600, epoch: 0, labelMax: .internal,
            audience: ["healthypi"],
            oneOff: .init(
                action: request.action.operation.rawValue,
                actionHash: hash ?? request.action.hash)
        ).document(signedBy: key ?? issuer)
    }

    /// As the warden sends it.
    func message(
        _ request: ApprovalRequest, _ answer: ApprovalDecision.Answer = .approve,
        by key: MessageKey? = nil, named name: String = "approver"
    ) throws -> [UInt8] {
        var message = ApprovalMessage()
        message.revocations = [
            Revocations().next(at: Self.now).next(at: clock.seconds).document(signedBy: issuer)
        ]
        message.decisions = [try decision(request, answer, by: key, named: name)]
        if answer == .approve { message.tokens = [token(request)] }
        return message.bytes
    }
}

/// A clock that goes when told to.
final class TestTime: ServiceClock {
    private let time: Mutex<ClockReading>

    init(_ seconds: Int64) { time = Mutex(ClockReading(milliseconds: seconds * 1_000)) }

    var reading: ClockReading { time.withLock { $0 } }

    func now() -> Duration { .milliseconds(reading.milliseconds) }
    func utc() -> WireTime { WireTime(millisecondsSince1970: reading.milliseconds) }
    func isSynchronised() -> Bool { true }
    func judged(by judge: inout ClockJudge, believing: Bool) -> ClockReading { reading }

    func pass(_ seconds: Int64, _ distrust: ClockReading.Distrust?) {
        time.withLock {
            $0 = ClockReading(
                milliseconds: $0.milliseconds + seconds * 1_000, distrust: distrust)
        }
    }
}

/// What was told to a person.
final class ToldLines: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    var add: @Sendable (String) -> Void { { line in self.lines.withLock { $0.append(line) } } }
}

extension ApprovalOffice {
    func state(_ id: String) -> Approval.State? { cases[id]?.approval.state }
    func reason(_ id: String) -> String? { cases[id]?.approval.reason }
    func files(_ id: String) -> [String] { cases[id]?.files ?? [] }

    /// The rule by which a message is refused; nil when it is not.
    func rule(_ bytes: [UInt8], about id: String) -> Rule? {
        do throws(Refusal) {
            try take(bytes, about: id)
            return nil
        } catch {
            return error.rule
        }
    }

    func rule(asking wish: ApprovalWish) -> Rule? {
        do throws(Refusal) {
            _ = try ask(wish)
            return nil
        } catch {
            return error.rule
        }
    }

    func asked(_ wish: ApprovalWish) throws -> ApprovalRequest { try ask(wish).approval.request }
}
