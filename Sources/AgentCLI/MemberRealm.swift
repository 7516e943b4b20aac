import Agent
import Foundation
import Realm
import Settings

/// What a member's folder, or the realm above it, says of who takes part and whose word counts.
struct MemberRealm {
    let folder: String
    let roles: Roles
    /// The realm's `trust/`, or the copy beside the login.
    private let trustFolder: String

    /// - Parameter folder: a member's, with its keys. The roles that ship say nothing of its realm:
    ///   without a roles.yaml nobody is answered.
    init(_ folder: String) throws {
        guard let file = Self.place("roles.yaml", folder) else {
            throw Failure(
                .noInput,
                "There is no roles.yaml in \(folder), so who may see what is not known. Copy the "
                    + "realm's roles.yaml there.")
        }
        self.folder = folder
        roles = try Realm.roles(at: file)
        trustFolder = Self.place("trust", folder) ?? folder + "/trust"
    }

    private static func place(_ name: String, _ folder: String) -> String? {
        [folder, folder + "/../.."].map { "\($0)/\(name)" }.first {
            FileManager.default.fileExists(atPath: $0)
        }
    }

    func granting(takesPlain: Bool) -> GrantingOptions {
        var granting = GrantingOptions(
            issuer: roles.issuer, ceilings: roles.ceilings, folder: trustFolder)
        granting.takesPlain = takesPlain
        return granting
    }
}
