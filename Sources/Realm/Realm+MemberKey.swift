public import Trust

extension Realm {
    /// The key a member signs with.
    public func memberKey(_ member: String) throws(RealmError) -> MessageKey {
        let path = "\(folder)/keys/\(member)/message.key"
        guard let key = MessageKey(seedText: try Self.read(path)) else {
            throw .wrong(path: path, reason: "it holds no key (43 letters of base64url).")
        }
        return key
    }
}
