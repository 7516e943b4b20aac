import GRDB

import Synchronization

/// What an instance has measured and said, in one SQLite file (`store.sqlite`, WAL, every commit
/// on the disk before it counts), and the outbox of what a broker has not acknowledged yet.
///
/// One writer per directory, enforced by a lock; any number of readers beside it. Safe to use
/// from any thread. Every call may block for a disk write.
public final class Store: Sendable {
    /// Made with the directory's first store, the same ever after.
    public let instance: Instance

    let database: DatabasePool
    let path: String
    let codec: any PayloadCodec
    let codecs: [String: any PayloadCodec]
    let keepsForBroker: Bool
    let limits: OutboxLimits
    let now: @Sendable () -> Int64
    let progress: Mutex<Progress>
    let sessionKeys: (any SessionKeys)?
    let sealing = Mutex(SessionSealing())
    private let lock: WriterLock?

    struct Progress {
        var lastSequence: UInt64
        /// Payloads and headers that wait for the broker, bytes.
        var pendingBytes: Int64
        /// What may wait before events are dropped, bytes.
        var dropThreshold: Int64
        var observers: [@Sendable () -> Void] = []
    }

    /// Opens the store of a directory for writing; makes both if they are not there.
    ///
    /// - Parameters:
    ///   - codec: what new payloads are sealed with.
    ///   - alsoOpening: codecs of rows written earlier; `PlainCodec` is always among them.
    ///   - sessionKeys: what sessions are sealed with instead, each with its own.
    ///   - keepsForBroker: whether appended events wait for a broker's acknowledgement. Events
    ///     that already wait go on waiting either way.
    ///   - limits: of what waits for the broker.
    ///   - newInstance: called once in a directory's life.
    ///   - now: ms since 1970-01-01T00:00:00Z, the time an acknowledgement is marked with.
    public convenience init(
        directory: String, codec: any PayloadCodec = PlainCodec(),
        alsoOpening: [any PayloadCodec] = [], sessionKeys: (any SessionKeys)? = nil,
        keepsForBroker: Bool,
        limits: OutboxLimits = OutboxLimits(),
        newInstance: () -> Instance, now: @escaping @Sendable () -> Int64
    ) throws(StorageError) {
        let place = try StateDirectory(making: directory)
        let lock = try WriterLock(place)
        for file in ["", "-wal", "-shm"] where file.isEmpty || fileExists(place.store + file) {
            try place.makePrivate(place.store + file)
        }
        let (database, instance, progress) = try guarding(place.store) {
            let database = try DatabasePool(path: place.store, configuration: configuration())
            if try database.read(Schema.migrator.hasBeenSuperseded) {
                throw StorageError.tooNew(path: place.store)
            }
            // GRDB relaxes WAL to NORMAL; here a commit is on the disk before it counts.
            try database.writeWithoutTransaction { try $0.execute(sql: Durability.full) }
            try Schema.migrator.migrate(database)
            let (instance, last) = try database.write { try readOrMakeInstance($0, newInstance) }
            let waiting = try database.read(Self.pendingBytes)
            return (
                database, instance,
                Progress(
                    lastSequence: last, pendingBytes: waiting, dropThreshold: limits.pendingBytesMax
                )
            )
        }
        self.init(
            database, instance, progress, lock, place.store, codec, alsoOpening,
            sessionKeys, keepsForBroker, limits, now)
    }

    /// Opens an existing store to look at it, beside a running agent or without one. Appending
    /// and acknowledging fail with `StorageError.readOnly`.
    public convenience init(
        reading directory: String, codecs: [any PayloadCodec] = [],
        sessionKeys: (any SessionKeys)? = nil
    ) throws(StorageError) {
        let place = try StateDirectory(existing: directory)
        let (database, instance, lastSequence) = try guarding(place.store) {
            let database = try DatabasePool(
                path: place.store, configuration: configuration(readOnly: true))
            if try database.read(Schema.migrator.hasBeenSuperseded) {
                throw StorageError.tooNew(path: place.store)
            }
            guard let (instance, last) = try database.read(readInstance) else {
                throw StorageError.nothingStored(path: directory)
            }
            return (database, instance, last)
        }
        self.init(
            database, instance,
            Progress(lastSequence: lastSequence, pendingBytes: 0, dropThreshold: 0), nil,
            place.store, PlainCodec(), codecs, sessionKeys, false, OutboxLimits(), { 0 })
    }

    private init(
        _ database: DatabasePool, _ instance: Instance, _ progress: Progress,
        _ lock: WriterLock?, _ path: String, _ codec: any PayloadCodec,
        _ others: [any PayloadCodec], _ sessionKeys: (any SessionKeys)?,
        _ keepsForBroker: Bool, _ limits: OutboxLimits,
        _ now: @escaping @Sendable () -> Int64
    ) {
        self.database = database
        self.instance = instance
        self.lock = lock
        self.path = path
        self.codec = codec
        self.sessionKeys = sessionKeys
        self.keepsForBroker = keepsForBroker
        self.limits = limits
        self.now = now
        var codecs: [String: any PayloadCodec] = [:]
        for known in [PlainCodec(), codec] + others { codecs[known.name] = known }
        self.codecs = codecs
        self.progress = Mutex(progress)
    }
}
