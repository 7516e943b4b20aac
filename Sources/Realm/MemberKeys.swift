import Trust

/// A member's secrets, freshly drawn.
struct MemberKeys {
    let login: NKey
    let message: MessageKey

    init() {
        login = Self.draw { NKey(seed: $0) }
        message = Self.draw { MessageKey(seed: $0) }
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

    private static func draw<Key>(_ make: ([UInt8]) -> Key?) -> Key {
        var generator = SystemRandomNumberGenerator()
        while true {
            let seed = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
            if let key = make(seed) { return key }
        }
    }
}
