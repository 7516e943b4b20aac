import Foundation
import Trust

/// The public halves of what grants, as a realm's `trust/` holds them or a copy of it: `root.pub`,
/// `keyring/`, `revocations.json`, and `issuer.pub` where plain tokens count. None of them is a
/// secret; an entry counts by its signature, never by lying there.
struct TrustFolder: Sendable {
    let path: String

    /// Changes when a file does: to be taken before they are read.
    func stamp() -> [String] {
        let entries =
            (try? FileManager.default.contentsOfDirectory(atPath: path + "/keyring")) ?? []
        let names =
            ["root.pub", "keyring", "revocations.json"] + entries.sorted().map { "keyring/" + $0 }
        return names.map { name in
            let found = try? FileManager.default.attributesOfItem(atPath: path + "/" + name)
            let time = (found?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            return "\(time) \(found?[.systemFileNumber] ?? 0) \(found?[.size] ?? 0)"
        }
    }

    func publicKey(_ name: String) throws(TrustFolderError) -> MessagePublicKey {
        // Whoever may write here could put a root of its own in the place of this one.
        let mode =
            try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        guard (mode ?? 0) & 0o022 == 0 else {
            throw .wrong(path: path, reason: "others may write to this folder (chmod go-w).")
        }
        let file = "\(path)/\(name).pub"
        guard let key = MessagePublicKey(text: String(decoding: try bytes(file), as: UTF8.self))
        else { throw .wrong(path: file, reason: "it holds no public key.") }
        return key
    }

    /// Every entry that the root signed; one that it did not is an error, not passed over.
    func keyring() throws(TrustFolderError) -> Keyring {
        var keyring = Keyring(roots: [try publicKey("root")])
        let folder = path + "/keyring"
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw .missing(path: folder)
        }
        for name in names.sorted() where name.hasSuffix(".json") {
            let entry = try document("\(folder)/\(name)")
            do throws(Refusal) {
                try keyring.add(entry)
            } catch {
                throw .wrong(path: "\(folder)/\(name)", reason: error.reason)
            }
        }
        return keyring
    }

    /// The list of revocations as it lies there, nothing verified.
    func list() throws(TrustFolderError) -> [UInt8] { try document(path + "/revocations.json") }

    /// Why that list changes nothing.
    func wrongList(_ refusal: Refusal) -> TrustFolderError {
        .wrong(path: path + "/revocations.json", reason: refusal.reason)
    }

    private func document(_ file: String) throws(TrustFolderError) -> [UInt8] {
        let found = try bytes(file)
        // The line's end is the file's, not the document's.
        return found.last == UInt8(ascii: "\n") ? found.dropLast() : found
    }

    private func bytes(_ file: String) throws(TrustFolderError) -> [UInt8] {
        do throws(BrokerAccessError) {
            return try KeyFile.bytes(file, .trusted)
        } catch .missing {
            throw .missing(path: file)
        } catch .openToOthers, .ofAnotherUser {
            throw .wrong(path: file, reason: "others may write to it (chmod go-w).")
        } catch {
            throw .wrong(path: file, reason: "it cannot be read, or is no small file.")
        }
    }
}

/// Why what grants cannot be used as it lies there.
public enum TrustFolderError: Error, Equatable, Sendable, CustomStringConvertible {
    case missing(path: String)
    case wrong(path: String, reason: String)

    public var description: String {
        switch self {
        case .missing(let path):
            "There is no \(path). Copy the realm's trust/root.pub, trust/keyring/ and "
                + "trust/revocations.json, and no key, into trust/ beside the login, or for "
                + "development set security.tokens to none."
        case .wrong(let path, let reason):
            "Cannot use \(path): \(reason) Copy it again from the realm."
        }
    }
}
