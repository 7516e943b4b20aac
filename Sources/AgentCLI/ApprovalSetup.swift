import Agent
import Settings
import Storage
import Trust

/// Approvals of a running agent, with what its realm says of who decides.
enum ApprovalSetup {
    /// Nil where there is no realm: then nothing that needs an approval is ever done.
    static func office(
        _ settings: AgentSettings, _ setup: TrustSetup?, store: Store,
        tell: @escaping @Sendable (String) -> Void
    ) -> ApprovalOffice? {
        guard let setup, let realm = setup.realm, let granting = setup.trust.granting else {
            return nil
        }
        do {
            var options = ApprovalOptions()
            options.mode = OperatingMode(settings.security.mode)
            options.agent = settings.agent.name
            options.lifeSeconds = Int64(settings.security.approvalSeconds)
            options.eraseQuorum = Int64(settings.security.eraseQuorum)
            return ApprovalOffice(
                store: store, believed: setup.trust, granting: granting, key: try key(realm),
                options: options, stateDirectory: settings.agent.stateDirectory,
                recordings: settings.recording.folder, person: settings.agent.person, tell: tell)
        } catch {
            tell("Nothing that needs an approval will be done: \(error)")
            return nil
        }
    }

    private static func key(_ realm: MemberRealm) throws -> MessageKey {
        guard let key = try MemberKey.read(realm.folder + "/message.key") else {
            throw Failure(
                .noInput, "There is no message.key in \(realm.folder) to sign requests with.")
        }
        return key
    }
}
