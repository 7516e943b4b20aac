import Foundation
public import Storage

/// Opens the store of a state directory, sealed or not.
public struct StateStore {
    private let directory: String
    private let keepsForBroker: Bool
    private let seals: Bool?
    private let now: @Sendable () -> Int64

    /// - Parameters:
    ///   - keepsForBroker: whether appended events wait for a broker's acknowledgement.
    ///   - seals: whether to seal what is written from now on; nil: if the directory holds a key.
    ///     What was sealed before is opened either way.
    ///   - now: ms since 1970-01-01T00:00:00Z.
    public init(
        directory: String, keepsForBroker: Bool, seals: Bool? = nil,
        now: @escaping @Sendable () -> Int64
    ) {
        self.directory = directory
        self.keepsForBroker = keepsForBroker
        self.seals = seals
        self.now = now
    }

    /// - Throws: `StorageError`; `BrokerAccessError` if others may read the store's key.
    public func open(newInstance: () -> Instance) throws -> Store {
        let hasKey = FileManager.default.fileExists(atPath: directory + "/" + StoreKey.name)
        guard seals ?? hasKey else {
            return try Store(
                directory: directory, alsoOpening: Self.codecs(in: directory),
                sessionKeys: SessionKeyFolder.found(in: directory), keepsForBroker: keepsForBroker,
                newInstance: newInstance, now: now)
        }
        // Without a store nothing has made the directory yet, and checked that it is ours alone.
        if !hasKey {
            _ = try Store(
                directory: directory, keepsForBroker: keepsForBroker, newInstance: newInstance,
                now: now)
        }
        let seal = try StoreKey.readOrMake(in: directory)
        return try Store(
            directory: directory, codec: seal,
            sessionKeys: SessionKeyFolder(in: directory, sealedWith: seal, makes: true),
            keepsForBroker: keepsForBroker, newInstance: newInstance, now: now)
    }

    /// For a service, which measures on: a damaged store is put aside and a fresh one begun.
    ///
    /// - Parameter tell: gets where the damaged one lies now.
    public func openAfresh(
        newInstance: () -> Instance, tell: (String) -> Void
    ) throws -> Store {
        do {
            return try open(newInstance: newInstance)
        } catch StorageError.damaged {
            tell(try Store.setDamagedAside(directory: directory))
            return try open(newInstance: newInstance)
        }
    }

    /// What opens the sealed payloads of a store that is only looked at.
    public static func codecs(in directory: String) throws -> [any PayloadCodec] {
        try StoreKey.read(in: directory).map { [$0] } ?? []
    }

    /// A store to look at, sealed or not.
    public static func reader(_ directory: String) throws -> Store {
        try Store(
            reading: directory, codecs: codecs(in: directory),
            sessionKeys: SessionKeyFolder.found(in: directory))
    }
}
