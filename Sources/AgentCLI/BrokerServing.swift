import Agent
import EventContract
import Foundation
import Realm
import Storage

/// Answering on the broker, with what the settings and the realm say of who may see what.
enum BrokerServing {
    /// Begins to answer. What prevents it is told, and prevents nothing else.
    ///
    /// - Parameters:
    ///   - login: the member's folder of a realm, beside whose keys `roles.yaml` may lie.
    ///   - tell: for people.
    static func begin(
        _ access: BrokerAccess, store: Store, directory: String, login: String?,
        person: String, ceiling: Label, approvals: ApprovalOffice? = nil,
        tell: @escaping @Sendable (String) -> Void
    ) async -> AgentService? {
        do {
            return try await AgentService(
                access, directory: directory,
                options: try options(login: login, person: person, ceiling: ceiling),
                sequence: { store.lastSequence }, approvals: approvals, tell: tell)
        } catch {
            let why = (error as? Failure)?.message ?? "\(error)"
            tell("Requests on the broker are not answered: \(why)")
            return nil
        }
    }

    static func options(
        login: String?, person: String, ceiling: Label
    ) throws -> ServingOptions {
        var options = ServingOptions()
        options.person = person
        options.ceiling = ceiling
        if let login { options.memberCeilings = try ceilings(login) }
        return options
    }

    /// From `roles.yaml` in the login's folder, else the realm's own. The one that ships says nothing
    /// of this realm: without one nobody is answered.
    private static func ceilings(_ login: String) throws -> [String: Label] {
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
        var ceilings: [String: Label] = [:]
        for member in try Roles.read(text).members {
            ceilings[member.name] = Label(rawValue: member.labelMax.rawValue)
        }
        return ceilings
    }
}
