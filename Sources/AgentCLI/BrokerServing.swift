import Agent
import EventContract
import Foundation
import Realm
import Settings
import Storage
import Trust

/// Answering on the broker, with what the settings and the realm say of who may see what.
enum BrokerServing {
    /// Begins to answer. What prevents it is told, and prevents nothing else.
    ///
    /// - Parameters:
    ///   - login: the member's folder of a realm, beside whose keys `roles.yaml` may lie.
    ///   - tell: for people.
    static func begin(
        _ access: BrokerAccess, store: Store, directory: String, login: String?,
        person: String, ceiling: Label, security: SecuritySettings = SecuritySettings(),
        approvals: ApprovalOffice? = nil,
        tell: @escaping @Sendable (String) -> Void
    ) async -> AgentService? {
        do {
            return try await AgentService(
                access, directory: directory,
                options: try options(
                    login: login, person: person, ceiling: ceiling, security: security),
                sequence: { store.lastSequence }, approvals: approvals, tell: tell)
        } catch {
            let why = (error as? Failure)?.message ?? "\(error)"
            tell("Requests on the broker are not answered: \(why)")
            return nil
        }
    }

    static func options(
        login: String?, person: String, ceiling: Label, security: SecuritySettings
    ) throws -> ServingOptions {
        var options = ServingOptions()
        options.person = person
        options.ceiling = ceiling
        options.policy = policy(security)
        // On a broker without a realm nobody has a key to sign with, or an account to be known by.
        guard let login else { return options }
        let roles = try roles(login)
        for member in roles.members {
            options.memberCeilings[member.name] = Label(rawValue: member.labelMax.rawValue)
        }
        guard security.tokens != .none else { return options }
        var granting = GrantingOptions(
            issuer: roles.issuer, ceilings: roles.ceilings, folder: trustFolder(login))
        granting.takesPlain = security.tokens == .plain
        granting.believesClock = security.trustsClock
        options.granting = granting
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

    /// From `roles.yaml` in the login's folder, else the realm's own. The one that ships says nothing
    /// of this realm: without one nobody is answered.
    private static func roles(_ login: String) throws -> Roles {
        let places = [login + "/roles.yaml", login + "/../../roles.yaml"]
        guard let place = places.first(where: { FileManager.default.fileExists(atPath: $0) })
        else {
            throw Failure(
                .noInput,
                "There is no roles.yaml in \(login), so who may see what is not known. Copy the "
                    + "realm's roles.yaml there.")
        }
        guard let text = try? String(contentsOfFile: place, encoding: .utf8) else {
            throw Failure(.notPermitted, "Cannot read \(place). Let this program's user do so.")
        }
        return try Roles.read(text)
    }

    /// Beside the login, else the realm's own.
    private static func trustFolder(_ login: String) -> String {
        let own = login + "/trust"
        return FileManager.default.fileExists(atPath: own) ? own : login + "/../../trust"
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
