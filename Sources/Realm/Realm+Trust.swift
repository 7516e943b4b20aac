public import Trust

/// What grants: keys, keyring and revocations of a realm.
extension Realm {
    private var trustFolder: String { "\(folder)/\(TrustFiles.folder)" }

    /// The private half of the issuer's key, or another's in `trust/`.
    public func grantingKey(_ name: String) throws(RealmError) -> MessageKey {
        let path = "\(trustFolder)/\(name).key"
        guard let key = MessageKey(seedText: try Self.read(path)) else {
            throw .wrong(path: path, reason: "it holds no key (43 letters of base64url).")
        }
        return key
    }

    public func grantingPublicKey(_ name: String) throws(RealmError) -> MessagePublicKey {
        try publicKey(at: "\(trustFolder)/\(name).pub")
    }

    /// The public half of the key a member signs with.
    public func messagePublicKey(_ member: String) throws(RealmError) -> MessagePublicKey {
        try publicKey(at: "\(folder)/keys/\(member)/message.pub")
    }

    /// The key a member signs with. A secret.
    public func messageKey(_ member: String) throws(RealmError) -> MessageKey {
        try checkMember(member)
        let path = "\(folder)/keys/\(member)/message.key"
        guard let key = MessageKey(seedText: try Self.read(path)) else {
            throw .wrong(path: path, reason: "it holds no key (43 letters of base64url).")
        }
        return key
    }

    private func publicKey(at path: String) throws(RealmError) -> MessagePublicKey {
        guard let key = MessagePublicKey(text: try Self.read(path)) else {
            throw .wrong(path: path, reason: "it holds no public key (43 letters of base64url).")
        }
        return key
    }

    /// The token a member shows the broker on connecting, in the strict profile; nil without one.
    public func connectToken(_ member: String) -> String? {
        connectTokenDocument(member).map { CapabilityToken.loginText(of: $0) }
    }

    /// The same as it was signed.
    public func connectTokenDocument(_ member: String) -> [UInt8]? {
        let text = try? Self.read("\(folder)/keys/\(member)/connect.token")
        return text.map { Array($0.filter { !$0.isNewline }.utf8) }
    }

    /// Puts another in its place: whoever looks sees the old one or the new.
    public func putConnectToken(
        _ document: [UInt8], _ member: String
    ) throws(RealmError) {
        try RealmFolder.replace(
            RealmFile(
                "keys/\(member)/connect.token", String(decoding: document, as: UTF8.self) + "\n"),
            in: folder)
    }

    /// Every entry that the root signed. One that it did not is an error, not passed over.
    public func keyring() throws(RealmError) -> Keyring {
        var keyring = Keyring(roots: [try grantingPublicKey("root")])
        let path = "\(trustFolder)/keyring"
        for name in (RealmFolder.names(in: path) ?? []).sorted() where name.hasSuffix(".json") {
            let bytes = try documentBytes("\(path)/\(name)")
            do throws(Refusal) {
                try keyring.add(bytes)
            } catch {
                throw .wrong(path: "\(path)/\(name)", reason: error.reason)
            }
        }
        return keyring
    }

    /// The newest list; it must be signed by the issuer.
    public func revocations(
        _ keyring: Keyring, at clock: ClockReading
    ) throws(RealmError) -> Revocations {
        let path = "\(trustFolder)/revocations.json"
        let bytes = try documentBytes(path)
        var revocations = Revocations()
        do throws(Refusal) {
            try revocations.take(bytes, keyring, at: clock)
        } catch {
            throw .wrong(path: path, reason: error.reason)
        }
        return revocations
    }

    /// Puts the next list in place by one rename, once a reader has taken it.
    public func write(
        _ revocations: Revocations, _ keyring: Keyring, at clock: ClockReading
    ) throws(RealmError) {
        let document = revocations.document(signedBy: try grantingKey("issuer"))
        var reader = Revocations()
        do throws(Refusal) {
            try reader.take(document, keyring, at: clock)
        } catch {
            throw .wrong(path: "\(trustFolder)/revocations.json", reason: error.reason)
        }
        try RealmFolder.replace(
            RealmFile("\(TrustFiles.folder)/revocations.json", TrustFiles.line(document)),
            in: folder)
    }

    /// Signs an entry for a member's message key into the keyring, as after a change of keys or
    /// before the entry ends. Other keys of the member are believed no longer from then on.
    public func enrol(
        _ member: String, _ key: MessagePublicKey, start: Int64, days: Int
    ) throws(RealmError) {
        let root = try grantingKey("root")
        let before = try keyring().members(member)
        let known = before.filter { $0.key == key }.map(\.end).max() ?? start
        let entry = KeyringEntry(
            agent: member, role: .member, key: key, start: start,
            end: max(known, start + Int64(days) * 86_400))
        try RealmFolder.replace(TrustFiles.file(entry, signedBy: root), in: folder)
        for old in before where old.key != key && old.end > start {
            let ended = KeyringEntry(
                agent: member, role: .member, key: old.key, start: old.start, end: start)
            try RealmFolder.replace(TrustFiles.file(ended, signedBy: root), in: folder)
        }
    }

    /// What keeps tokens from being issued or members from being believed. Empty when all is well.
    public func trustFindings(at clock: ClockReading) -> [RealmFinding] {
        do throws(RealmError) {
            let keyring = try keyring()
            let revocations = try revocations(keyring, at: clock)
            let known = keyring.messageKeys(revocations, at: clock.seconds)
            var findings: [RealmFinding] = []
            if try grantingKey("issuer").publicKey != grantingPublicKey("issuer") {
                findings.append(
                    RealmFinding(
                        path: "\(trustFolder)/issuer.pub",
                        text: "it does not belong to issuer.key."))
            }
            for name in roles.members.map(\.name) {
                let own = try messagePublicKey(name)
                if !known.contains(where: { $0.agent == name && $0.key == own }) {
                    findings.append(
                        RealmFinding(
                            path: "\(folder)/keys/\(name)/message.pub",
                            text: "no entry of the keyring holds it now: nothing \(name) signs "
                                + "will be believed."))
                }
            }
            return findings
        } catch {
            return [RealmFinding(path: trustFolder, text: "\(error)")]
        }
    }

    private func documentBytes(_ path: String) throws(RealmError) -> [UInt8] {
        let text = try Self.read(path)
        // The line's end is the file's, not the document's.
        return Array(text.utf8.last == UInt8(ascii: "\n") ? text.utf8.dropLast() : text.utf8[...])
    }
}
