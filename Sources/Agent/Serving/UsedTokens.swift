import Storage
public import Trust

/// Which one-off tokens were used, kept over a restart in `used.tokens` of the state directory,
/// sealed.
public struct UsedTokens: Sendable {
    static let name = "used.tokens"
    static let keyName = "used.key"

    private let file: StateFile
    private let seal: PayloadSeal

    /// - Parameter directory: a state directory with a store in it.
    public init(directory: String) throws {
        file = try StateFile(
            directory: directory, name: Self.name, bytesMax: OneOffUses.bytesMax + 64)
        seal = try StoreKey.readOrMake(in: directory, named: Self.keyName)
    }

    /// - Throws: when it cannot be opened or read: then nothing is known to be unused.
    public func read() throws -> OneOffUses {
        guard let sealed = try file.read() else { return OneOffUses() }
        return try OneOffUses(seal.open(sealed))
    }

    /// On the disk when this returns: before the action begins.
    public func keep(_ uses: OneOffUses) throws {
        try file.replace(try seal.seal(uses.bytes))
    }
}
