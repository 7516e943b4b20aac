import Glibc
import Storage
import Synchronization
import Trust

/// `keys/<session>.key` in a sealed state directory: 32 bytes each, sealed with the store's own key.
final class SessionKeyFolder: SessionKeys {
    private let folder: String
    private let directory: String
    private let seal: PayloadSeal
    /// Whether new sessions get keys.
    private let makes: Bool
    private let known = Mutex<[String: PayloadSeal]>([:])

    init(in directory: String, sealedWith seal: PayloadSeal, makes: Bool) {
        self.directory = directory
        folder = directory + "/keys"
        self.seal = seal
        self.makes = makes
    }

    /// Nil without a store's key: then nothing has ever been sealed.
    static func found(in directory: String) throws -> SessionKeyFolder? {
        try StoreKey.read(in: directory).map {
            SessionKeyFolder(in: directory, sealedWith: $0, makes: false)
        }
    }

    func make(for session: String) throws -> (any PayloadCodec)? {
        if let found = key(of: session) { return found }
        guard makes, Self.isName(session) else { return nil }
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw StoreKey.failure(folder, errno)
        }
        var generator = SystemRandomNumberGenerator()
        let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        guard let made = PayloadSeal(key: key) else {
            preconditionFailure("A session's key has 32 bytes.")
        }
        try StoreKey.put(try seal.seal(key), in: folder, named: session + ".key")
        known.withLock { $0[session] = made }
        return made
    }

    func codec(of session: String) -> (any PayloadCodec)? { key(of: session) }

    func codec(named name: String) -> (any PayloadCodec)? {
        if let found = known.withLock({ $0.values.first { $0.name == name } }) { return found }
        for session in sessions() where key(of: session)?.name == name { return key(of: session) }
        return nil
    }

    func destroy(of session: String) throws {
        guard Self.isName(session) else { return }
        try StoreKey.forget(session + ".key", in: folder)
        known.withLock { $0[session] = nil }
    }

    private func key(of session: String) -> PayloadSeal? {
        if let found = known.withLock({ $0[session] }) { return found }
        guard Self.isName(session),
            let sealed = try? KeyFile.bytes(folder + "/" + session + ".key"),
            let key = try? seal.open(sealed), let found = PayloadSeal(key: key)
        else { return nil }
        known.withLock { $0[session] = found }
        return found
    }

    private func sessions() -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".key") { names.append(String(name.dropLast(4))) }
        }
        return names
    }

    private static func isName(_ session: String) -> Bool {
        !session.isEmpty && !session.contains("/") && !session.hasPrefix(".")
            && session.utf8.count <= 128
    }
}
