import Agent
import Biosignals
import Foundation
import Realm
import Settings
import Storage
import Synchronization
import Trust

/// Approvals of a running agent, with what its realm says of who decides.
enum ApprovalSetup {
    /// Nil where there is no realm: then nothing that needs an approval is ever done.
    static func office(
        _ settings: AgentSettings, store: Store, tell: @escaping @Sendable (String) -> Void
    ) -> ApprovalOffice? {
        guard let folder = settings.security.identity ?? settings.publish.login else { return nil }
        do {
            return try office(settings, folder, store: store, tell: tell)
        } catch {
            tell("Nothing that needs an approval will be done: \(error)")
            return nil
        }
    }

    private static func office(
        _ settings: AgentSettings, _ folder: String, store: Store,
        tell: @escaping @Sendable (String) -> Void
    ) throws -> ApprovalOffice {
        let judge = Mutex(ClockJudge(floorMilliseconds: floorMilliseconds))
        let isTrusted = settings.security.trustsClock
        let clock: @Sendable () -> ClockReading = {
            let utc = HostClock.system.utc()
            return judge.withLock {
                $0.judge(
                    wallMilliseconds: utc.time.millisecondsSince1970,
                    monotonicMilliseconds: Int64(HostClock.system.monotonicSeconds() * 1_000),
                    isSynchronised: isTrusted || utc.isSynced)
            }
        }
        var options = ApprovalOptions()
        options.mode = OperatingMode(settings.security.mode)
        options.agent = settings.agent.name
        options.lifeSeconds = Int64(settings.security.approvalSeconds)
        options.eraseQuorum = Int64(settings.security.eraseQuorum)
        return ApprovalOffice(
            store: store, trust: try trust(folder, agent: settings.agent.name, at: clock()),
            trustFolder: try place(folder) + "/trust",
            key: try key(folder), options: options,
            stateDirectory: settings.agent.stateDirectory,
            recordings: settings.recording.folder, person: settings.agent.person, clock: clock,
            tell: tell)
    }

    /// From `roles.yaml` and `trust/` in the member's folder, else the realm's own.
    static func trust(
        _ folder: String, agent: String, at clock: ClockReading
    ) throws -> ApprovalTrust {
        let realm = try Realm(at: try place(folder))
        let keyring = try realm.keyring()
        return ApprovalTrust(
            verifier: TokenVerifier(
                audience: agent, issuer: realm.roles.issuer, keyring: keyring,
                ceilings: realm.roles.ceilings,
                revocations: try realm.revocations(keyring, at: clock)),
            ceilings: realm.roles.ceilings, receiver: realm.roles.issuer)
    }

    private static func place(_ folder: String) throws -> String {
        let places = [folder, folder + "/../.."]
        guard
            let place = places.first(where: {
                FileManager.default.fileExists(atPath: $0 + "/roles.yaml")
                    && FileManager.default.fileExists(atPath: $0 + "/trust/root.pub")
            })
        else {
            throw Failure(
                .noInput,
                "There is no roles.yaml with trust/root.pub in \(folder), so who may approve is not "
                    + "known. Copy the realm's roles.yaml, trust/root.pub, trust/keyring and "
                    + "trust/revocations.json there.")
        }
        return place
    }

    private static func key(_ folder: String) throws -> MessageKey {
        let path = folder + "/message.key"
        guard let key = try MemberKey.read(path) else {
            throw Failure(.noInput, "There is no message.key in \(folder) to sign requests with.")
        }
        return key
    }

    /// 2026-01-01T00:00:00Z: the program is younger than that.
    private static let floorMilliseconds: Int64 = 1_767_225_600_000
}
