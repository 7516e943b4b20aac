import Agent
import EventContract
import Realm
import Settings
import Storage
import Trust

/// Answering on the broker, with what the settings and the realm say of who may see what.
enum BrokerServing {
    /// Begins to answer. What prevents it is told, and prevents nothing else.
    ///
    /// - Parameters:
    ///   - setup: nil: nobody is answered.
    ///   - login: the member's folder of a realm; nil on a broker without one.
    ///   - tell: for people.
    static func begin(
        _ access: BrokerAccess, _ setup: TrustSetup?, store: Store, directory: String,
        login: String?, person: String, ceiling: Label, approvals: ApprovalOffice? = nil,
        tell: @escaping @Sendable (String) -> Void
    ) async -> AgentService? {
        guard let setup else { return nil }
        do {
            return try await AgentService(
                access, directory: directory,
                options: options(setup, login: login, person: person, ceiling: ceiling),
                trust: setup.trust, sequence: { store.lastSequence }, approvals: approvals,
                tell: tell)
        } catch {
            let why = (error as? Failure)?.message ?? "\(error)"
            tell("Requests on the broker are not answered: \(why)")
            return nil
        }
    }

    static func options(
        _ setup: TrustSetup, login: String?, person: String, ceiling: Label
    ) -> ServingOptions {
        var options = ServingOptions()
        options.person = person
        options.ceiling = ceiling
        options.policy = policy(setup.security)
        // On a broker without a realm nobody has a key to sign with, or an account to be known by.
        guard login != nil, let realm = setup.realm else { return options }
        for member in realm.roles.members {
            options.memberCeilings[member.name] = Label(rawValue: member.labelMax.rawValue)
        }
        options.asksForTokens = setup.security.tokens != .none
        return options
    }

    private static func policy(_ security: SecuritySettings) -> PolicySettings {
        var policy = PolicySettings()
        policy.mode = OperatingMode(security.mode)
        // Asking is what it does without an answer.
        switch security.history {
        case .always: policy.answers[.readHistory] = .always
        case .never: policy.answers[.readHistory] = .never
        case .ask: break
        }
        return policy
    }
}

extension OperatingMode {
    /// The setting's word for it.
    init(_ mode: SecuritySettings.Mode) {
        switch mode {
        case .offline: self = .offline
        case .standard: self = .standard
        case .sensitive: self = .sensitive
        case .demo: self = .demo
        }
    }
}
