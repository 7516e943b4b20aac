import Foundation
import Publishing
import Storage
import TestKit
import Testing

@testable import Agent

/// A state directory's store at the start: sealed, damaged, or with a key that others can read.
@Suite struct StateStoreTests {
    private let secret = "three words apart"

    private func open(_ folder: TemporaryFolder, seals: Bool?) throws -> Store {
        try place(folder, seals).open(newInstance: Self.instance)
    }

    private func place(_ folder: TemporaryFolder, _ seals: Bool?) -> StateStore {
        StateStore(
            directory: folder.path + "/state", keepsForBroker: true, seals: seals, now: { 42 })
    }

    private static func instance() -> Instance {
        Instance(
            uuid: "00000000-0000-4000-8000-000000000000", pseudonymKey: Array(0..<32),
            createdMilliseconds: 7)
    }

    private func event(_ sequence: UInt64) -> OutgoingEvent {
        OutgoingEvent(
            sequence: sequence, id: "E\(sequence)", subject: "s", type: "t", timeMilliseconds: 1,
            payload: Array(secret.utf8))
    }

    /// Whether the store's files hold the words.
    private func isReadable(_ folder: TemporaryFolder) -> Bool {
        ["", "-wal"].contains { suffix in
            let data = FileManager.default.contents(
                atPath: folder.path + "/state/store.sqlite" + suffix)
            return data?.range(of: Data(secret.utf8)) != nil
        }
    }

    @Test func whatIsSealedIsReadBackAndStandsInNoFile() throws {
        let folder = try TemporaryFolder()
        do {
            let store = try open(folder, seals: true)
            try store.append([event(1)])
        }
        #expect(!isReadable(folder))
        let key = folder.path + "/state/store.key"
        let attributes = try FileManager.default.attributesOfItem(atPath: key)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(attributes[.size] as? Int == 32)
        // Who only looks at it, and who does not ask for a seal, finds the key.
        let directory = folder.path + "/state"
        let looked = try Store(
            reading: directory, codecs: StateStore.codecs(in: directory))
        #expect(try looked.event(id: "E1") == event(1))
        do {
            let store = try open(folder, seals: nil)
            try store.append([event(2)])
        }
        #expect(!isReadable(folder))
        // Asked not to seal: from now on, not.
        let store = try open(folder, seals: false)
        try store.append([event(3)])
        #expect(isReadable(folder))
        #expect(try store.pending(after: 0, limit: 9) == [event(1), event(2), event(3)])
    }

    @Test func aStoreBeganInClearIsSealedFromThenOn() throws {
        let folder = try TemporaryFolder()
        do { try open(folder, seals: nil).append([event(1)]) }
        let store = try open(folder, seals: true)
        try store.append([event(2)])
        #expect(try store.pending(after: 0, limit: 9) == [event(1), event(2)])
    }

    @Test func aKeyThatOthersCanReadIsRefused() throws {
        let folder = try TemporaryFolder()
        do { _ = try open(folder, seals: true) }
        let key = folder.path + "/state/store.key"
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: key)
        #expect(throws: BrokerAccessError.openToOthers(path: key, mode: 0o640)) {
            _ = try open(folder, seals: true)
        }
    }

    @Test func aDamagedStoreIsPutAsideAndSaid() throws {
        let folder = try TemporaryFolder()
        do { try open(folder, seals: nil).append([event(1)]) }
        let file = folder.path + "/state/store.sqlite"
        try Data(repeating: 0x2A, count: 8_192).write(to: URL(fileURLWithPath: file))
        #expect(throws: StorageError.damaged(path: file)) { _ = try open(folder, seals: nil) }
        var aside: [String] = []
        let store = try place(folder, nil).openAfresh(newInstance: Self.instance) {
            aside.append($0)
        }
        #expect(aside == [file + ".damaged-1"])
        #expect(FileManager.default.fileExists(atPath: file + ".damaged-1"))
        #expect(store.lastSequence == 0)
        try store.append([event(1)])
    }
}
