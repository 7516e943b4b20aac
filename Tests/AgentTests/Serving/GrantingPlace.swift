import EventContract
import Foundation
import NATSPublishing
import Storage
import Synchronization
import TestKit
import Trust

@testable import Agent

/// A clock that is moved by hand, and what a person was told.
final class MovedClock: ServiceClock {
    static let start: Int64 = 1_795_219_200
    let told = Mutex<[String]>([])
    let seconds = Mutex<Int64>(0)
    let isKept = Mutex(true)

    func now() -> Duration { .seconds(seconds.withLock { $0 }) }
    func utc() -> WireTime {
        WireTime(millisecondsSince1970: (Self.start + seconds.withLock { $0 }) * 1_000)
    }
    func isSynchronised() -> Bool { isKept.withLock { $0 } }
}

/// A realm's `trust/` with seeded keys.
struct GrantingPlace {
    static let start = MovedClock.start
    let folder: TemporaryFolder
    let around = MovedClock()
    let root = GrantingPlace.key(1)
    let issuer = GrantingPlace.key(2)
    let orchestrator = GrantingPlace.key(3)
    var trust: String { folder.path + "/trust" }
    var state: String { folder.path + "/state" }

    init() throws {
        folder = try TemporaryFolder()
        _ = try Store(
            directory: folder.path + "/state", keepsForBroker: false,
            newInstance: {
                Instance(
                    uuid: "00000000-0000-4000-8000-000000000000",
                    pseudonymKey: Array(0..<32), createdMilliseconds: 7)
            }, now: { 42 })
        let files = FileManager.default
        try files.createDirectory(
            atPath: trust + "/keyring", withIntermediateDirectories: true)
        _ = try folder.write(root.publicText, to: "trust/root.pub")
        _ = try folder.write(issuer.publicText, to: "trust/issuer.pub")
        try write(.issuer, issuer)
        try write(.member, orchestrator)
        try revoke(Revocations().next(at: Self.start))
    }

    private static func key(_ number: UInt8) -> MessageKey {
        guard let key = MessageKey(seed: Array(repeating: number, count: 32)) else {
            preconditionFailure("32 bytes are a seed.")
        }
        return key
    }

    func write(
        _ role: KeyringEntry.Role, _ key: MessageKey, end: Int64 = start + 86_400 * 30
    ) throws {
        let entry = KeyringEntry(
            agent: "orchestrator", role: role, key: key.publicKey, start: Self.start - 60,
            end: end)
        _ = try folder.write(
            String(decoding: entry.document(signedBy: root), as: UTF8.self) + "\n",
            to: "trust/keyring/\(role.rawValue).json")
    }

    func revoke(_ list: Revocations) throws {
        _ = try folder.write(
            String(decoding: list.document(signedBy: issuer), as: UTF8.self) + "\n",
            to: "trust/revocations.json")
    }

    func believed(believesClock: Bool = false) throws -> AgentTrust {
        let granting = GrantingOptions(
            issuer: "orchestrator",
            ceilings: RoleCeilings([
                RoleCeiling(
                    agent: "orchestrator",
                    sends: [Subject("health.data.read"), Subject("health.insights.read")],
                    labelMax: .confidential)
            ]), folder: trust)
        return try AgentTrust(
            granting, directory: state, believesClock: believesClock, clock: around,
            tell: { [around] text in around.told.withLock { $0.append(text) } })
    }

    func keeper(
        believesClock: Bool = false, _ change: (inout ServingOptions) -> Void = { _ in }
    ) throws -> Gatekeeper {
        var options = ServingOptions()
        options.memberCeilings = ["orchestrator": .confidential]
        options.asksForTokens = true
        change(&options)
        return Gatekeeper(
            options,
            gate: RequestGate(
                agent: "healthypi", ceilings: options.memberCeilings,
                ceiling: options.ceiling),
            trust: try believed(believesClock: believesClock))
    }

    func message(
        _ id: String, label: Label = .confidential, headers: [String: String]? = nil,
        repeated: Set<String> = []
    ) -> IncomingMessage {
        let now = Self.start + around.seconds.withLock { $0 }
        let payload = Array("{}".utf8)
        let token = CapabilityToken(
            id: "01JD0000000000000000000000", issuer: "orchestrator", agent: "orchestrator",
            holder: orchestrator.publicKey, subjects: [Subject("health.data.read")],
            start: Self.start, expiration: Self.start + 3_600, epoch: 0, labelMax: label)
        let signature = MessageSigner(agent: "orchestrator", key: orchestrator).header(
            id: id, sequence: 0, timeMilliseconds: now * 1_000,
            subject: "health.data.read", payload: payload)
        return IncomingMessage(
            subject: "health.data.read", payload: payload, replySubject: "_R_.a",
            headers: headers ?? [
                "Sa-Signature": signature,
                "Sa-Token": String(
                    decoding: token.document(signedBy: issuer), as: UTF8.self),
            ], repeatedHeaders: repeated)
    }

    var decisions: [String] {
        let text = try? String(contentsOfFile: state + "/decisions.jsonl", encoding: .utf8)
        return (text ?? "").split(separator: "\n").map(String.init)
    }
}

/// The rule by which an attempt is refused.
func refusal(_ attempt: () throws -> Void) -> String? {
    do {
        try attempt()
        return nil
    } catch {
        return (error as? ServiceRefusal)?.rule
    }
}
