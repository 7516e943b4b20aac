import Glibc
import Settings
public import Trust

/// A realm's folder, read: roles, and where each member's keys lie.
public struct Realm: Sendable {
    /// Absolute.
    public let folder: String
    public let roles: Roles

    public init(at path: String) throws(RealmError) {
        guard let found = realpath(path, nil) else {
            throw .cannotRead(path: path, cause: String(cString: strerror(errno)))
        }
        defer { free(found) }
        folder = String(cString: found)
        roles = try Self.roles(at: folder + "/roles.yaml")
    }

    /// Reads and checks a roles.yaml.
    public static func roles(at path: String) throws(RealmError) -> Roles {
        let text = try read(path)
        do {
            return try Roles.read(text)
        } catch {
            throw .rolesWrong(path: path, error)
        }
    }

    /// A file that decides over keys or rights: its owner's alone to write.
    static func read(_ path: String) throws(RealmError) -> String {
        do {
            guard let file = try ConfigurationFile.read(path, for: geteuid()) else {
                throw RealmError.cannotRead(path: path, cause: "there is no such file")
            }
            return file.text
        } catch let error as ConfigurationFileError {
            throw .wrong(path: path, reason: error.text)
        } catch let error as RealmError {
            throw error
        } catch {
            throw .cannotRead(path: path, cause: "\(error)")
        }
    }

    public var authorityFile: String { "\(folder)/ca/ca.crt" }
    public func certificateFile(_ name: String) -> String { "\(folder)/keys/\(name)/client.crt" }
    public func keyFile(_ name: String) -> String { "\(folder)/keys/\(name)/client.key" }

    /// A member's login key.
    public func login(_ name: String) throws(RealmError) -> NKey {
        let path = "\(folder)/keys/\(name)/nkey.seed"
        guard let key = NKey(seedText: try Self.read(path)) else {
            throw .wrong(path: path, reason: "it holds no NKey seed (SU…).")
        }
        return key
    }

    /// `U…` by name, of those who have one.
    public func publicKeys() throws(RealmError) -> [String: String] {
        var keys: [String: String] = [:]
        for name in roles.members.map(\.name) + [Roles.provisioner] {
            let path = "\(folder)/keys/\(name)/nkey.pub"
            if access(path, F_OK) != 0 { continue }
            let text = String(try Self.read(path).filter { !$0.isWhitespace })
            guard NKey.isPublicText(text) else {
                throw .wrong(path: path, reason: "it holds no public NKey (U…).")
            }
            keys[name] = text
        }
        return keys
    }
}
