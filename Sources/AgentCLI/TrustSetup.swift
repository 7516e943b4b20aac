import Agent
import Settings

/// Whom an agent believes, as its settings and its realm have it.
struct TrustSetup {
    /// Nil without a realm.
    let realm: MemberRealm?
    let trust: AgentTrust
    let security: SecuritySettings

    /// - Parameters:
    ///   - folder: the member's in a realm; nil without one.
    ///   - directory: a state directory with a store in it.
    ///   - tell: for people.
    init(
        folder: String?, security: SecuritySettings, directory: String, isReplica: Bool = false,
        tell: @escaping @Sendable (String) -> Void
    ) throws {
        self.security = security
        realm = try folder.map { try MemberRealm($0) }
        let granting = realm?.granting(takesPlain: security.tokens == .plain)
        do {
            trust = try AgentTrust(
                granting, directory: directory, believesClock: security.trustsClock,
                isReplica: isReplica, tell: tell)
        } catch {
            guard security.tokens == .none else { throw error }
            tell("Nothing that needs an approval will be done: \(error)")
            trust = try AgentTrust(
                nil, directory: directory, believesClock: security.trustsClock,
                isReplica: isReplica, tell: tell)
        }
    }

    /// The same; nil, and told, when it cannot be had.
    static func told(
        folder: String?, security: SecuritySettings, directory: String,
        tell: @escaping @Sendable (String) -> Void
    ) -> TrustSetup? {
        do {
            return try TrustSetup(
                folder: folder, security: security, directory: directory, tell: tell)
        } catch {
            let why = (error as? Failure)?.message ?? "\(error)"
            tell(
                "Requests on the broker are not answered, and nothing that needs an approval is done: "
                    + why)
            return nil
        }
    }
}
