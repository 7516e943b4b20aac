import Foundation
import GRDB
import Glibc
import Synchronization

/// Runs database work and says its failures in our own words.
func guarding<Result>(
    _ path: String, _ body: () throws -> Result
) throws(StorageError) -> Result {
    do {
        return try body()
    } catch let error as StorageError {
        throw error
    } catch let error as DatabaseError {
        throw StorageError(error, path: path)
    } catch {
        throw .failed(path: path, cause: "\(error)")
    }
}

extension StorageError {
    fileprivate init(_ error: DatabaseError, path: String) {
        switch error.resultCode.primaryResultCode {
        case .SQLITE_FULL: self = .full(path: path)
        case .SQLITE_READONLY, .SQLITE_PERM: self = .readOnly(path: path)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(path: path)
        default:
            // The code's own words: an error's message could quote a statement's arguments.
            self = .failed(path: path, cause: "SQLite error \(error.extendedResultCode.rawValue)")
        }
    }
}

func configuration(readOnly: Bool = false) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readOnly
    configuration.busyMode = .timeout(5)
    configuration.maximumReaderCount = 2
    configuration.prepareDatabase { database in
        // Each connection has a cache of its own, 2 MiB by default, which an outbox fills with what
        // it will not read again.
        try database.execute(sql: "PRAGMA cache_size = \(-cacheKibibytes)")
        // What is deleted is overwritten: it may be a person's.
        if !readOnly { try database.execute(sql: "PRAGMA secure_delete = ON") }
    }
    return configuration
}

private let cacheKibibytes = 256

/// How a commit reaches the disk.
enum Durability {
    /// Before it counts. The log is left to grow, so that who appends need not wait until it has
    /// been carried into the file; acknowledgements see to that.
    static let full = "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000"
    /// With the next one that is.
    static let lazy = "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 1000"
}

func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }

func readInstance(_ database: Database) throws -> (Instance, UInt64)? {
    guard try database.tableExists("instance"),
        let row = try Row.fetchOne(database, sql: "SELECT * FROM instance")
    else { return nil }
    let key: Data = row["pseudonym_key"]
    let last: Int64 = row["last_sequence"]
    return (
        Instance(
            uuid: row["uuid"], pseudonymKey: Array(key), createdMilliseconds: row["created_ms"]),
        UInt64(max(last, 0))
    )
}

func readOrMakeInstance(
    _ database: Database, _ makeInstance: () -> Instance
) throws -> (Instance, UInt64) {
    if let found = try readInstance(database) { return found }
    let made = makeInstance()
    try database.execute(
        sql: "INSERT INTO instance VALUES (1, ?, ?, ?, 0)",
        arguments: [made.uuid, Data(made.pseudonymKey), made.createdMilliseconds])
    return (made, 0)
}

extension Store {
    func read<Result>(_ body: (Database) throws -> Result) throws(StorageError) -> Result {
        try guarding(path) { try database.read(body) }
    }

    func write<Result>(_ body: (Database) throws -> Result) throws(StorageError) -> Result {
        try guarding(path) { try database.write(body) }
    }

    /// A transaction that a power cut may undo, and nothing else may; what is committed after it is
    /// never there without it.
    func writeLazily<Result>(_ body: (Database) throws -> Result) throws(StorageError) -> Result {
        try guarding(path) {
            try database.writeWithoutTransaction { database in
                try database.execute(sql: Durability.lazy)
                let written = Swift.Result { try inTransaction(database, body) }
                try database.execute(sql: Durability.full)
                return try written.get()
            }
        }
    }

    private func inTransaction<Result>(
        _ database: Database, _ body: (Database) throws -> Result
    ) throws -> Result {
        var result: Result?
        try database.inTransaction(.immediate) {
            result = try body(database)
            return .commit
        }
        guard let result else { preconditionFailure("A transaction that commits has a result.") }
        return result
    }

    func seal(_ payload: [UInt8]) throws -> Data { Data(try codec.seal(payload)) }

    /// What a session's rows are sealed with.
    func codec(of session: String) -> any PayloadCodec {
        sealing.withLock { sealing in
            if let known = sealing.codecs[session] { return known }
            guard let found = sessionKeys?.codec(of: session) else { return codec }
            sealing.codecs[session] = found
            return found
        }
    }

    /// What events are sealed with, with the key of the session that goes on, and that session.
    var eventSealing: (codec: any PayloadCodec, session: String?) {
        sealing.withLock { sealing in
            (sealing.open.flatMap { sealing.codecs[$0] } ?? codec, sealing.open)
        }
    }

    /// A row's payload, opened with the codec that sealed it.
    func payload(_ row: Row) throws -> [UInt8] {
        let sealed: Data = row["payload"]
        return try open(Array(sealed), sealedWith: row["codec"])
    }

    func open(_ sealed: [UInt8], sealedWith name: String) throws -> [UInt8] {
        guard let codec = codecs[name] ?? sessionKeys?.codec(named: name) else {
            throw StorageError.codecUnknown(name: name)
        }
        do {
            return try codec.open(sealed)
        } catch {
            throw StorageError.payloadUnreadable(codec: name)
        }
    }
}
