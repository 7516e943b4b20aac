import Trust

/// A member's secrets, freshly drawn.
struct MemberKeys {
    let login: NKey
    let message: MessageKey

    init() {
        login = SecretSeed.draw { NKey(seed: $0) }
        message = SecretSeed.draw { MessageKey(seed: $0) }
    }

    /// Files with each key and its public half.
    func files(_ name: String, withMessageKey: Bool) -> [RealmFile] {
        let logins = [
            RealmFile("keys/\(name)/nkey.seed", login.seedText + "\n"),
            RealmFile("keys/\(name)/nkey.pub", login.publicText + "\n"),
        ]
        guard withMessageKey else { return logins }
        return logins + [
            RealmFile("keys/\(name)/message.key", message.seedText + "\n"),
            RealmFile("keys/\(name)/message.pub", message.publicText + "\n"),
        ]
    }
}
