/// Whose keys count for what. An entry counts by the root's signature, never by where it lay; the
/// root itself is pinned and cannot be changed here.
public struct Keyring: Sendable {
    public static let countMax = 1_024

    private let roots: [String: MessagePublicKey]
    private var entries: [String: KeyringEntry] = [:]

    /// - Parameter roots: from this machine's own files.
    public init(roots: [MessagePublicKey]) {
        self.roots = Dictionary(
            roots.map { ($0.identifier, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public var count: Int { entries.count }

    /// Whether there is an entry for a key, believed or not.
    public func holds(_ kid: String) -> Bool { entries[kid] != nil }

    /// Takes in an entry as signed. An older one for the same key does not replace a newer.
    public mutating func add(_ bytes: [UInt8]) throws(Refusal) {
        let document = try SignedDocument(.key, bytes, lengthMax: KeyringEntry.lengthMax)
        let entry = try KeyringEntry(document)
        guard let root = roots[try document.keyIdentifier()] else {
            throw Refusal(.keyUnknown, "It is not signed by a root known here.")
        }
        try document.verify(with: root)
        let kid = entry.key.identifier
        if let known = entries[kid] {
            // Of two that begin together only the narrower one counts.
            let isNewer =
                known.start < entry.start
                || known.start == entry.start && known.role == entry.role
                    && entry.end <= known.end
            guard known.key == entry.key, isNewer else {
                throw Refusal(.stale, "A newer entry for this key is known.")
            }
        } else if entries.count >= Self.countMax {
            throw Refusal(.busy, "The keyring is full.")
        }
        entries[kid] = entry
    }

    /// A member's entries, also those that do not hold now.
    public func members(_ agent: String) -> [KeyringEntry] {
        entries.values.filter { $0.agent == agent && $0.role == .member }
    }

    /// The entry of a key in a role, unless revoked. Whether it holds now is asked of the entry.
    func entry(
        _ kid: String, role: KeyringEntry.Role, _ revocations: Revocations
    ) throws(Refusal) -> KeyringEntry {
        guard let entry = entries[kid] else {
            throw Refusal(.keyUnknown, "Nobody known here signs with this key.")
        }
        guard entry.role == role else {
            throw Refusal(.keyRole, "The key is known, but not as \(role.rawValue)'s.")
        }
        guard !revocations.keys.contains(kid) else {
            throw Refusal(.keyRevoked, "The key has been revoked.")
        }
        return entry
    }

    /// A member's newest key that holds now.
    func member(
        _ agent: String, at seconds: Int64, _ revocations: Revocations
    ) throws(Refusal) -> MessagePublicKey {
        let own = entries.values.filter {
            $0.agent == agent && $0.role == .member && $0.start <= seconds && seconds < $0.end
                && !revocations.keys.contains($0.key.identifier)
        }
        guard let newest = own.max(by: { $0.start < $1.start }) else {
            throw Refusal(.keyUnknown, "The keyring holds no key of this agent.")
        }
        return newest.key
    }

    /// The senders of messages and their keys, those revoked left out.
    ///
    /// - Parameter seconds: since 1970-01-01T00:00:00Z, for those that hold then only.
    public func messageKeys(
        _ revocations: Revocations, at seconds: Int64? = nil
    ) -> [(agent: String, key: MessagePublicKey)] {
        entries.values.filter { entry in
            entry.role == .member && !revocations.keys.contains(entry.key.identifier)
                && seconds.map { entry.start <= $0 && $0 < entry.end } ?? true
        }.map { ($0.agent, $0.key) }
    }
}
